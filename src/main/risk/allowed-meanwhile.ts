import type { Verdict } from '#shared/domain/control.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { Order } from '#shared/domain/order.ts';

import type { ControlId } from './control.ts';

const BUYING_POWER: ControlId = 'buying-power';

/** What an order may need of the margin, in the base currency; null where nobody can say at most how much. */
type MayNeed = number | null;

/** A question to the broker what margin an order would need, from when it is put until the order is judged. */
export interface MarginQuestion {
  /** What those orders may need that its answer may not contain, in the base currency; null where that is any amount. */
  notCounted(): MayNeed;
  /** The order is judged: nothing is added any more. */
  end(): void;
}

/**
 * The orders of this desk that a broker's preview may not contain: those it has not acknowledged when it is asked, and
 * those that are allowed until its answer is judged. Without them, two orders asked about at once would each pass on the
 * same funds. Each counts at the full value that its buying-power verdict named, since its margin is not known; where a
 * margin can be more than that, nobody knows how much. It counts in full until it ends without a fill. Kept up to date fact
 * by fact, so that a control never walks the orders.
 */
export class AllowedMeanwhile {
  readonly #marginIsBelowValue: (orderRef: string) => boolean;
  /** By orderRef. */
  readonly #unacknowledged = new Map<string, MayNeed>();
  readonly #questions = new Set<Map<string, MayNeed>>();

  /** @param marginIsBelowValue whether the margin of an order is its value at most. */
  constructor(marginIsBelowValue: (orderRef: string) => boolean) {
    this.#marginIsBelowValue = marginIsBelowValue;
  }

  /** Begins a question, in the turn in which it is put. */
  ask(): MarginQuestion {
    const counted = new Map(this.#unacknowledged);
    this.#questions.add(counted);
    return {
      notCounted: () => sumOf(counted.values()),
      end: () => {
        this.#questions.delete(counted);
      },
    };
  }

  apply(fact: NewFact): void {
    if (fact.kind === 'order.intended') {
      this.#count(fact.body.order.orderRef, fact.body.verdicts);
    } else if (fact.kind === 'order.modify-intended') {
      this.#count(fact.body.orderRef, fact.body.verdicts);
    } else if (fact.kind === 'order.changed') {
      this.#follow(fact.body.order);
    }
  }

  #count(orderRef: string, verdicts: readonly Verdict[]): void {
    const value = verdicts.find(({ controlId }) => controlId === BUYING_POWER)?.observed ?? 0;
    if (value === 0) return;
    const need = this.#marginIsBelowValue(orderRef) ? value : null;
    for (const counted of [this.#unacknowledged, ...this.#questions]) {
      // A change may come while the order itself is on its way: the larger of the two may hold.
      const before = counted.get(orderRef);
      counted.set(orderRef, before === undefined ? need : larger(before, need));
    }
  }

  #follow(order: Order): void {
    const { orderRef, status, filledQuantity } = order;
    if (!isOpen(status)) {
      this.#unacknowledged.delete(orderRef);
      if (filledQuantity > 0) return;
      for (const counted of this.#questions) counted.delete(orderRef);
    } else if (isAcknowledged(order)) {
      this.#unacknowledged.delete(orderRef);
    }
  }
}

/** A cancel that is under way says nothing of whether the order itself has arrived. */
function isAcknowledged({ status, pendingChange }: Order): boolean {
  return (status === 'WORKING' || status === 'PARTLY_FILLED') && pendingChange === null;
}

function larger(one: MayNeed, other: MayNeed): MayNeed {
  return one === null || other === null ? null : Math.max(one, other);
}

function sumOf(needs: Iterable<MayNeed>): MayNeed {
  let sum = 0;
  for (const need of needs) {
    if (need === null) return null;
    sum += need;
  }
  return sum;
}
