import type { Verdict, VerdictOutcome } from '#shared/domain/control.ts';
import { signedQuantity, type OrderSide } from '#shared/domain/order.ts';

import type { ControlContext } from './control.ts';
import type { ChainResult } from './chain.ts';

/** What is sent before an order in the same moment. */
export interface SentBefore {
  readonly messages: number;
  /** On the order's own side of the instrument, and altogether. */
  readonly orders: { readonly onSide: number; readonly total: number };
  /** In the base currency. */
  readonly value: number;
}

/**
 * The context of an exit of a bracket: an exit is held by the broker until its entry has filled, so it is judged as of
 * then, with what leaves before it counted. `unfilled` is what of the entry is still to fill, in units.
 */
export function contextOfExit(
  context: ControlContext,
  entry: { readonly side: OrderSide; readonly unfilled: number },
  before: SentBefore,
): ControlContext {
  const { exposure, openOrders } = context;
  return {
    ...context,
    exposure: {
      ...exposure,
      position: exposure.position + signedQuantity(entry.side, entry.unfilled),
    },
    messagesInSecond: context.messagesInSecond + before.messages,
    openOrders: {
      onSide: openOrders.onSide + before.orders.onSide,
      total: openOrders.total + before.orders.total,
    },
    valueInMinute: context.valueInMinute + before.value,
  };
}

const gravity: Record<VerdictOutcome, number> = {
  pass: 0,
  skipped: 1,
  warn: 2,
  deny: 3,
  unevaluable: 4,
};

/** What the controls say of a bracket as a whole: of each control the gravest verdict, which says whose it is. */
export function gravestOfLegs(
  legs: readonly { readonly name: string; readonly result: ChainResult }[],
): ChainResult {
  const [first, ...others] = legs;
  if (first === undefined) return { allowed: false, verdicts: [] };
  const verdicts = first.result.verdicts.map((verdict, index) => {
    let gravest = verdict;
    for (const { name, result } of others) {
      const other = result.verdicts[index];
      if (other !== undefined && gravity[other.outcome] > gravity[gravest.outcome]) {
        gravest = named(name, other);
      }
    }
    return gravest;
  });
  return { allowed: legs.every(({ result }) => result.allowed), verdicts };
}

function named(name: string, verdict: Verdict): Verdict {
  return verdict.message === null
    ? verdict
    : { ...verdict, message: `${name}: ${verdict.message}` };
}
