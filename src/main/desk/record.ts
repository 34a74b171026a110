import type { Caller } from '#shared/contract/service.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { Order } from '#shared/domain/order.ts';

import { decideRaise } from '../alerts/alert-decisions.ts';
import type { AlertCondition } from '../alerts/alert-rules.ts';
import { conditionsOfFact } from '../alerts/fact-conditions.ts';
import type { DeskCore } from './desk-core.ts';
import { haltForDefect } from './defect.ts';
import { withMakers } from './order-makers.ts';
import { watchFact, watchFacts } from './watching.ts';

export function nowIso(core: DeskCore): string {
  return new Date(core.ports.clock.now()).toISOString();
}

/**
 * Takes what was decided down the road, with what it makes a person see. Nobody waits for it: when it cannot be
 * recorded the road halts the desk, which says so itself.
 */
export function record(core: DeskCore, facts: readonly NewFact[], act?: () => void): void {
  if (facts.length === 0 && act === undefined) return;
  recorded(core, facts, act).catch((error: unknown) => {
    // A road that records no more has said so itself, once.
    if (core.road.fault === null) haltForDefect(core, 'recording what the gateway said', error);
  });
}

/**
 * As {@link record}, for a person who waits for it: rejects when it could not be recorded.
 * @param caller who did it: what is by a person is stamped with their window, not what the desk adds.
 */
export async function recorded(
  core: DeskCore,
  facts: readonly NewFact[],
  act?: () => void,
  caller?: Caller,
): Promise<void> {
  const alerts = facts.flatMap((fact) => alertsOf(core, fact, facts));
  const stamped = facts.map((fact) => stamp(fact, caller));
  await core.road.take([...stamped, ...alerts], act);
  watchFacts(core, facts);
}

function stamp(fact: NewFact, caller: Caller | undefined): NewFact {
  return caller === undefined || fact.by === 'desk' ? fact : { ...fact, window: caller.windowId };
}

/** Alerts that a fact raises by itself; decided before it is applied, while the order is still as it was. */
function alertsOf(core: DeskCore, fact: NewFact, together: readonly NewFact[]): NewFact[] {
  const { breaks } = core.state.books;
  const seen = conditionsOfFact(fact, orderBefore(core, fact), breaks);
  return [...seen.flatMap((each) => raise(core, each)), ...watchFact(core, fact, together)];
}

export function raise(core: DeskCore, seen: AlertCondition): NewFact[] {
  const at = core.ports.clock.now();
  return withMakers(
    core,
    decideRaise(core.state.alerts, seen, at, () => core.ports.ids.next()),
  );
}

function orderBefore(core: DeskCore, fact: NewFact): Order | null {
  const { orders } = core.state.books;
  switch (fact.kind) {
    case 'order.changed':
      return orders.get(fact.body.order.orderRef) ?? null;
    case 'execution.received':
      return orders.get(fact.body.execution.orderRef) ?? null;
    default:
      return null;
  }
}
