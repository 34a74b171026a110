import { stricterState, tradingStateSchema } from '#shared/domain/trading-state.ts';

import type { Control } from '../control.ts';
import { onlyShrinks } from '../exposure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'trading-state', title: 'Trading state' } as const;
const verdicts = verdictsOf(control);
const known: ReadonlySet<string> = new Set(tradingStateSchema.options);

/** HALTED denies every order, also one that shrinks; REDUCING lets through what only shrinks exposure. */
export const tradingState: Control = {
  ...control,
  unit: null,
  hard: true,
  limits: [],
  source: 'RTS 6 art. 12',
  evaluate(context) {
    const { deskState, instrumentState } = context;
    if (!known.has(deskState) || !known.has(instrumentState)) {
      return verdicts.unevaluable('The trading state is not known.');
    }
    const state = stricterState(deskState, instrumentState);
    if (state === 'ACTIVE') return verdicts.pass;
    const subject =
      state === deskState ? 'The desk' : (context.instrument?.displaySymbol ?? 'The instrument');
    if (state === 'HALTED') {
      return verdicts.deny(`${subject} is HALTED: only cancels leave.`);
    }
    if (onlyShrinks(context)) return verdicts.pass;
    return verdicts.deny(`${subject} is REDUCING: only orders that shrink exposure leave.`);
  },
};
