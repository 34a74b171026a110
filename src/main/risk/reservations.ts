import type { Verdict } from '#shared/domain/control.ts';
import type { FactBody, NewFact } from '#shared/domain/fact.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { Order } from '#shared/domain/order.ts';

import type { ControlId } from './control.ts';

const BUYING_POWER: ControlId = 'buying-power';

interface Reservation {
  /** Base currency per unit that can still trade; null where the order cannot be valued. */
  readonly unitValue: number | null;
  readonly quantity: number;
  readonly filledQuantity: number;
}

const valueOf = ({ unitValue, quantity, filledQuantity }: Reservation): number =>
  (unitValue ?? 0) * Math.max(0, quantity - filledQuantity);

/**
 * What the working orders need of the buying power, kept up to date fact by fact, so that a control never walks
 * the orders. An order reserves what its buying-power verdict said it needs, and frees it as it fills or ends. An
 * order without such a verdict, another client's, reserves its full value. While an order lives its reservation
 * per unit only grows: which of two prices holds during a modify is not known.
 */
export class BuyingPowerReservations {
  readonly #unitValueInBase: (order: Order) => number | null;
  readonly #reservations = new Map<string, Reservation>();
  /** Orders that nobody could value yet; tried again whenever the total is asked for. */
  readonly #unvalued = new Map<string, Order>();
  #sum = 0;

  /** `unitValueInBase`: what one unit of an order is worth in the base currency, or null where nobody knows. */
  constructor(unitValueInBase: (order: Order) => number | null) {
    this.#unitValueInBase = unitValueInBase;
  }

  /**
   * All that is reserved, in the base currency, leaving out one order (the one being modified). Null while another
   * order that cannot be valued is working.
   */
  total(exceptOrderRef: string | null = null): number | null {
    for (const order of this.#unvalued.values()) this.#follow(order);
    const except = exceptOrderRef === null ? undefined : this.#reservations.get(exceptOrderRef);
    const unvalued = this.#unvalued.size - (except?.unitValue === null ? 1 : 0);
    if (unvalued > 0) return null;
    return Math.max(0, this.#sum - (except === undefined ? 0 : valueOf(except)));
  }

  apply(fact: NewFact): void {
    if (fact.kind === 'order.intended') {
      const { order, verdicts } = fact.body;
      this.#set(order.orderRef, {
        unitValue: neededOf(verdicts) / order.quantity,
        quantity: order.quantity,
        filledQuantity: order.filledQuantity,
      });
    } else if (fact.kind === 'order.modify-intended') {
      this.#modify(fact.body);
    } else if (fact.kind === 'order.changed' || fact.kind === 'order.external-seen') {
      this.#follow(fact.body.order);
    }
  }

  #modify({ orderRef, change, verdicts }: FactBody<'order.modify-intended'>): void {
    const before = this.#reservations.get(orderRef);
    if (before === undefined) return;
    const quantity = change.quantity ?? before.quantity;
    const remaining = quantity - before.filledQuantity;
    const unitValue = remaining > 0 ? neededOf(verdicts) / remaining : 0;
    this.#set(orderRef, {
      unitValue: before.unitValue === null ? null : Math.max(before.unitValue, unitValue),
      quantity: Math.max(before.quantity, quantity),
      filledQuantity: before.filledQuantity,
    });
  }

  #follow(order: Order): void {
    const { orderRef } = order;
    if (!isOpen(order.status)) {
      this.#unvalued.delete(orderRef);
      this.#remove(orderRef);
      return;
    }
    const unitValue = this.#reservations.get(orderRef)?.unitValue ?? this.#unitValueInBase(order);
    if (unitValue === null) this.#unvalued.set(orderRef, order);
    else this.#unvalued.delete(orderRef);
    this.#set(orderRef, {
      unitValue,
      quantity: Math.max(order.quantity, order.pendingChange?.quantity ?? 0),
      filledQuantity: order.filledQuantity,
    });
  }

  #set(orderRef: string, reservation: Reservation): void {
    this.#remove(orderRef);
    this.#reservations.set(orderRef, reservation);
    this.#sum += valueOf(reservation);
  }

  #remove(orderRef: string): void {
    const reservation = this.#reservations.get(orderRef);
    if (reservation === undefined) return;
    this.#reservations.delete(orderRef);
    this.#sum -= valueOf(reservation);
    // Starting anew at nothing keeps the error of adding and taking away doubles from growing.
    if (this.#reservations.size === 0) this.#sum = 0;
  }
}

/** What the buying-power control said the order needs; 0 for an order that only shrinks exposure. */
function neededOf(verdicts: readonly Verdict[]): number {
  return verdicts.find(({ controlId }) => controlId === BUYING_POWER)?.observed ?? 0;
}
