import type { LinkState } from '#shared/domain/gateway.ts';

import type { Control } from '../control.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'link-state', title: 'Link state' } as const;
const verdicts = verdictsOf(control);

/** Null where orders may leave. */
const whyNot: Record<LinkState, string | null> = {
  down: 'The link is down.',
  connecting: 'The link is still connecting.',
  handshaking: 'The link is still shaking hands with the gateway.',
  reconciling: 'The desk is still comparing its orders and positions with the broker\u2019s.',
  ready: null,
  impaired: 'The link is impaired: the broker may not hear the desk.',
};

/** New risk is accepted in `ready` alone. */
export const linkState: Control = {
  ...control,
  unit: null,
  hard: true,
  limits: [],
  source:
    "this project's own choice: nothing can be sent, and no answer heard, over a link that is not ready; IB, connectivity codes 1100 to 1102",
  evaluate(context) {
    if (context.linkState === null) {
      return verdicts.unevaluable('The state of the link is not known.');
    }
    const reason = whyNot[context.linkState];
    if (reason === null) return verdicts.pass;
    if (reason === undefined) {
      return verdicts.unevaluable(
        `The state of the link, ${context.linkState}, is not one the desk knows.`,
      );
    }
    return verdicts.deny(`${reason} Orders leave when the link is ready.`);
  },
};
