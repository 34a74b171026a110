import type { Break } from '#shared/domain/reconciliation-break.ts';

import { condition, type AlertCondition } from './alert-rules.ts';

const meanings: Record<Break['kind'], string> = {
  position:
    "Controls count with the desk's figure until a person accepts the broker's or the two agree.",
  order:
    'It counts as the desk has it. Look it up in TWS, or cancel it: the broker’s answer settles it.',
  execution: "The position counts with the desk's fills. Look the fill up in TWS.",
  cash: 'Interest, dividends, fees and transfers show like this; a person who knows the cause accepts it.',
  account: 'Nothing is sent to an account that is not the desk\u2019s.',
};

export function breakCondition(found: Break): AlertCondition {
  const { breakId, kind, subject, desk, broker, orderRef, instrumentId } = found;
  return condition(
    'reconciliation-break',
    breakId,
    `${subject}: the desk has ${desk}, the broker has ${broker}. ${meanings[kind]}`,
    { orderRef, instrumentId },
  );
}

/** Breaks that were there before and whose two values have moved further apart. */
export function worseBreaks(before: readonly Break[], now: readonly Break[]): Break[] {
  const earlier = new Map(before.map((each) => [each.breakId, distance(each)]));
  return now.filter((each) => distance(each) > (earlier.get(each.breakId) ?? Infinity));
}

/** How far apart the two values are, in their unit; 0 where they are no figures. */
function distance({ desk, broker }: Break): number {
  const apart = Math.abs(Number.parseFloat(desk) - Number.parseFloat(broker));
  return Number.isFinite(apart) ? apart : 0;
}
