import { isDeepStrictEqual } from 'node:util';

import { signedQuantity } from '#shared/domain/order.ts';

import type { Account } from '../accounts/account.ts';
import {
  lacksFunds,
  orderEffect,
  type EffectOf,
  type OrderEffect,
} from '../accounts/order-effect.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import { canBook } from './largest-position.ts';
import { isWorking, type ExchangeOrder, type OrderTerms } from './order.ts';
import type { ExchangeSettings, OrderLife } from './order-life.ts';
import { orderTypeTraits } from './order-types.ts';
import { auctionOf, keptGroup, termsUnder, whyHeld } from './order-waits.ts';
import { largestLimitOrder, oddLotBelow, tooFarThrough } from './price-checks.ts';
import { refusals, type Refusal } from './refusals.ts';
import { termsAtStop } from './trailing.ts';

export interface NewOrder {
  clientId: number;
  orderId: number;
  instrument: ListedInstrument;
  account: Account;
  terms: OrderTerms;
}

export type PlaceOutcome =
  | { kind: 'refused'; refusal: Refusal }
  /** Known to the exchange, and rejected by it. */
  | { kind: 'rejected' }
  /** transmit was false: nothing is said until it is placed again. */
  | { kind: 'held' }
  | { kind: 'accepted' };

/** Takes orders from clients: new ones, changed ones, and those that are held back until they are transmitted. */
export class OrderIntake {
  readonly #settings: ExchangeSettings;
  readonly #life: OrderLife;
  readonly #held = new Map<string, NewOrder>();

  constructor(settings: ExchangeSettings, life: OrderLife) {
    this.#settings = settings;
    this.#life = life;
  }

  /** Accepts a new order or changes a working one of the same client and id. */
  place(request: NewOrder, acknowledge: boolean): PlaceOutcome {
    const known = this.#life.orders.find(request.clientId, request.orderId);
    if (known !== undefined) return this.#modify(known, request);
    const key = `${request.clientId}:${request.orderId}`;
    const firstTime = !this.#held.has(key);
    if (firstTime && request.orderId < this.#settings.ids.nextOrderId(request.clientId)) {
      return { kind: 'refused', refusal: refusals.duplicateOrderId };
    }
    const { parentId, transmit } = request.terms;
    if (parentId !== 0 && !this.#hasParent(request)) {
      return { kind: 'refused', refusal: refusals.missingParent(parentId) };
    }
    this.#settings.ids.noteOrderId(request.clientId, request.orderId);
    if (!transmit) {
      this.#held.set(key, request);
      return { kind: 'held' };
    }
    this.#held.delete(key);
    if (parentId !== 0) {
      this.#transmitHeld(request);
      // The parent may have been rejected just now.
      if (!this.#hasParent(request)) {
        return { kind: 'refused', refusal: refusals.missingParent(parentId) };
      }
    }
    return this.#accept(request, acknowledge);
  }

  /** Forgets an order that is held back; false where there is none. */
  forgetHeld(clientId: number, orderId: number): boolean {
    return this.#held.delete(`${clientId}:${orderId}`);
  }

  forgetAllHeld(): void {
    this.#held.clear();
  }

  /** Null when the order is of a size that can be booked at all. */
  sizeRefusal({ instrument, account, terms }: NewOrder): Refusal | null {
    const mark = this.#settings.marks.markOf(instrument);
    const price = Math.max(terms.limitPrice ?? 0, terms.stopPrice ?? 0, mark);
    return canBook(account, instrument, terms.quantity, price)
      ? null
      : refusals.invalid('The value of the order is beyond what is simulated');
  }

  /** Margin and commission of an order, without placing it. */
  preview(request: NewOrder): OrderEffect {
    return orderEffect(request.account, effectOf(request), this.#settings.marks);
  }

  #hasParent({ clientId, terms: { parentId } }: NewOrder): boolean {
    const parent = this.#life.orders.find(clientId, parentId);
    if (parent === undefined) return this.#held.has(`${clientId}:${parentId}`);
    return isWorking(parent) || parent.status === 'Filled';
  }

  /** A child that is transmitted takes its parent and its elder siblings with it. */
  #transmitHeld({ clientId, terms: { parentId } }: NewOrder): void {
    for (const [key, held] of this.#held) {
      if (held.clientId !== clientId) continue;
      if (held.orderId !== parentId && held.terms.parentId !== parentId) continue;
      this.#held.delete(key);
      if (held.orderId === parentId || this.#hasParent(held)) this.#accept(held, true);
    }
  }

  #accept(request: NewOrder, acknowledge: boolean): PlaceOutcome {
    const { listener } = this.#settings;
    const order = this.#orderOf(request);
    const refusal = this.#refusalOf(request);
    if (refusal !== null) {
      this.#life.endAtOnce(order, 'Inactive', refusal.message);
      listener.rejected(order, refusal);
      return { kind: 'rejected' };
    }
    const market = this.#tooFarThrough(order.terms, order.instrument);
    if (market !== null) {
      const reason = refusals.tooFarThrough(order.terms.limitPrice ?? 0, market);
      this.#life.endAtOnce(order, 'Cancelled', reason);
      listener.cancelled(order, reason);
      return { kind: 'rejected' };
    }
    const least = oddLotBelow(order.instrument, order.terms.quantity);
    if (least !== null) {
      listener.warned(order, refusals.oddLot(order, order.instrument.symbol, least));
    }
    this.#life.begin(order, acknowledge);
    return { kind: 'accepted' };
  }

  #orderOf(request: NewOrder): ExchangeOrder {
    const parent = this.#life.orders.find(request.clientId, request.terms.parentId);
    const terms = termsUnder(parent, request.terms);
    const waitsFor = parent !== undefined && isWorking(parent) ? 'parent' : auctionOf(terms);
    const stop = orderTypeTraits[terms.orderType].trigger !== null;
    return {
      clientId: request.clientId,
      orderId: request.orderId,
      permId: this.#settings.ids.nextPermId(),
      accountId: request.account.id,
      instrument: request.instrument,
      terms,
      status: stop || waitsFor !== null || terms.orderType === 'MKT' ? 'PreSubmitted' : 'Submitted',
      whyHeld: whyHeld(waitsFor, stop),
      filled: 0,
      filledValue: 0,
      fillCount: 0,
      lastFillPrice: 0,
      awaitingTrigger: stop,
      waitsFor,
      trailStop: null,
      resting: false,
      travelling: true,
      placedAt: this.#settings.tick().moment,
      completedAt: null,
      completedStatus: '',
    };
  }

  #refusalOf(request: NewOrder): Refusal | null {
    const { instrument, account, terms } = request;
    if (!instrument.tradable) return refusals.notTradable(instrument.localSymbol);
    const { ordersPerSideLimit } = this.#settings;
    const working = this.#life.orders.workingOnSide(account.id, instrument, terms.side);
    if (ordersPerSideLimit !== null && working >= ordersPerSideLimit) {
      return refusals.tooManyOrders(ordersPerSideLimit);
    }
    const largest = largestLimitOrder(instrument);
    if (largest !== null && terms.limitPrice !== null && terms.quantity > largest) {
      return refusals.tooLarge(terms.quantity, instrument.localSymbol, largest);
    }
    return this.#fundsRefusal(request);
  }

  #fundsRefusal(request: NewOrder): Refusal | null {
    // A child closes what its parent opens, and that is not held yet.
    if (request.terms.parentId !== 0) return null;
    const preview = this.preview(request);
    return lacksFunds(request.account, effectOf(request), preview)
      ? refusals.insufficientFunds(preview.equityBefore, preview.initialAfter)
      : null;
  }

  /** The market price that a limit is too far through; null where it is not, or where no market says so. */
  #tooFarThrough(terms: OrderTerms, instrument: ListedInstrument): number | null {
    const { floor } = this.#life;
    return floor.isHalted(instrument.conId)
      ? null
      : tooFarThrough(terms, instrument, floor.quoteOf(instrument));
  }

  #modify(order: ExchangeOrder, request: NewOrder): PlaceOutcome {
    const terms = keptGroup(order.terms, request.terms);
    const refusal = this.#changeRefusal(order, request, terms);
    if (refusal !== null) return { kind: 'refused', refusal };
    if (isSmaller(order, terms)) this.#life.shrink(order, terms);
    else this.#life.rework(order, () => applyTerms(order, terms));
    return { kind: 'accepted' };
  }

  #changeRefusal(order: ExchangeOrder, request: NewOrder, terms: OrderTerms): Refusal | null {
    if (order.status === 'Filled') return refusals.alreadyFilled;
    if (!isWorking(order)) return refusals.duplicateOrderId;
    if (
      order.instrument.conId !== request.instrument.conId ||
      order.terms.side !== terms.side ||
      order.terms.parentId !== terms.parentId ||
      order.accountId !== request.account.id
    ) {
      return refusals.doesNotMatchOriginal;
    }
    if (terms.quantity <= order.filled) {
      return refusals.invalid(`The quantity must stay above the ${order.filled} already filled`);
    }
    return this.#tooFarThrough(terms, order.instrument) === null ? null : refusals.outOfRange;
  }
}

function effectOf({ instrument, terms }: NewOrder): EffectOf {
  const quantity = signedQuantity(terms.side, terms.quantity);
  return { instrument, quantity, limitPrice: terms.limitPrice };
}

/** Gives an order its new terms; a stop that has been reached stays reached. */
function applyTerms(order: ExchangeOrder, terms: OrderTerms): void {
  const stop = orderTypeTraits[terms.orderType].trigger !== null;
  const hadStop = orderTypeTraits[order.terms.orderType].trigger !== null;
  order.awaitingTrigger = stop && (order.awaitingTrigger || !hadStop);
  if (order.waitsFor !== 'parent') order.waitsFor = auctionOf(terms);
  order.resting = false;
  if (order.awaitingTrigger && !isDeepStrictEqual(order.terms.trail, terms.trail)) {
    order.trailStop = null;
  }
  order.terms = terms;
  if (!order.awaitingTrigger) order.terms = termsAtStop(order);
}

/** Whether the new terms ask for less, and for nothing else. */
function isSmaller(order: ExchangeOrder, terms: OrderTerms): boolean {
  const { quantity } = order.terms;
  return (
    !order.travelling &&
    terms.quantity < quantity &&
    isDeepStrictEqual({ ...terms, quantity }, order.terms)
  );
}
