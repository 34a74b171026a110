import type { Fact, FactKind } from '#shared/domain/fact.ts';

/** IB takes 50 messages a second of a client: a desk's day does not have more. */
const ibPerSecond = 50;
const sent: ReadonlySet<FactKind> = new Set<FactKind>([
  'order.intended',
  'order.modify-intended',
  'order.cancel-intended',
]);
/** As ISO-8601 has it, up to the second. */
const secondLength = '2026-01-05T10:00:00'.length;

/** Messages in the busiest second of a record, at least what IB takes: a desk that never came near it proves nothing by that. */
export function dayPeak(facts: Iterable<Fact>): number {
  let second = '';
  let inSecond = 0;
  let most = ibPerSecond;
  for (const { kind, at } of facts) {
    if (!sent.has(kind)) continue;
    const now = at.slice(0, secondLength);
    inSecond = now === second ? inSecond + 1 : 1;
    second = now;
    most = Math.max(most, inSecond);
  }
  return most;
}
