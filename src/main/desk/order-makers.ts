import type { NewFact } from '#shared/domain/fact.ts';

import { anyOrder } from './any-order.ts';
import type { DeskCore } from './desk-core.ts';

/** Alerts that are raised, each with who placed the order that it is about: whoever did must not be the one to quiet it. */
export function withMakers(core: DeskCore, facts: readonly NewFact[]): NewFact[] {
  return facts.map((fact) => {
    if (fact.kind !== 'alert.changed' || fact.body.change !== 'raised') return fact;
    const { alert } = fact.body;
    const placedBy =
      alert.orderRef === null ? null : (anyOrder(core, alert.orderRef)?.placedBy ?? null);
    return placedBy === null
      ? fact
      : { ...fact, body: { ...fact.body, alert: { ...alert, placedBy } } };
  });
}
