import type {
  BrokerOrder,
  BrokerOrderStatusUpdate,
  BrokerWord,
  OrderErrorEffect,
  WhatIf,
} from '#shared/domain/broker-word.ts';
import type { Clock } from '#shared/domain/ports.ts';

import { AskBook } from './ask-book.ts';
import { leavesRequestStanding, orderErrorEffect, withAdvice } from './error-codes.ts';
import { BrokerRefusedError, HeldBackError, sentenceOf } from './link-errors.ts';
import type { OrderGate } from './order-gate.ts';
import type { WireOrder } from './order-wire.ts';
import type { Outbox } from './outbox.ts';
import { isOrderId, OrderIds } from './request-ids.ts';
import { SentOrders } from './sent-orders.ts';

/** Code of a message that never left: the API's own for "not connected". */
const notSentCode = 504;
const cancelledCode = 202;
/** Code of what the API cannot make sense of. */
const nonsenseCode = 505;

export interface OrderRoadSurroundings {
  clock: Clock;
  outbox: Outbox;
  /** Asked once more when a message really leaves: the gateway's accounts may have changed while it waited. */
  gate: OrderGate;
  whatIfMs: number;
  /** The client id of the connection. */
  clientId(): number;
  say(word: BrokerWord): void;
  /** The gateway has taken an order or a preview of this client up. */
  onTaken(): void;
}

/** Orders on their way out, and what the broker says of them. Whether they may leave at all is asked before. */
export class OrderRoad {
  readonly #around: OrderRoadSurroundings;
  readonly #sentOrders = new SentOrders();
  readonly #previews: AskBook<WhatIf>;
  #orderIds = new OrderIds();

  constructor(surroundings: OrderRoadSurroundings) {
    this.#around = surroundings;
    this.#previews = new AskBook(surroundings.clock);
  }

  /** Throws OrderIdsExhaustedError. */
  startIdsAt(orderId: number): void {
    this.#orderIds.startAt(orderId);
  }

  nextId(): number {
    return this.#orderIds.next();
  }

  /** Smallest id not used yet. */
  peekId(): number {
    return this.#orderIds.peek();
  }

  /**
   * @param what names the order in errors, as the start of a sentence
   * @param heldBack asked when its turn has come: why it must not leave any more; null lets it go
   */
  place(what: string, order: WireOrder, heldBack: () => string | null): void {
    this.placeTogether(what, [order], heldBack);
  }

  /** Orders that hang together: all of them leave in one turn or none. As {@link place}. */
  placeTogether(what: string, orders: readonly WireOrder[], heldBack: () => string | null): void {
    for (const { orderId } of orders) {
      if (!isOrderId(orderId)) {
        throw new RangeError(`${orderId} is no order id; take one from nextOrderId.`);
      }
      this.#orderIds.seen(orderId);
      this.#sentOrders.queued(orderId);
    }
    const orderIds = orders.map(({ orderId }) => orderId);
    const left: number[] = [];
    this.#around.outbox.sendOrders(
      orderIds,
      (session) => {
        for (const { accountId } of orders) this.#around.gate.requireOrder(what, accountId);
        const reason = heldBack();
        if (reason !== null) throw new HeldBackError(reason);
        for (const order of orders) {
          this.#sentOrders.sent(order.orderId);
          session.placeOrder(order);
          left.push(order.orderId);
          // The first of a turn is counted by whoever gave the turn.
          if (left.length > 1) this.#around.outbox.countUnasked();
        }
      },
      // A message is put together before its first byte leaves, so of the one that failed nothing has left; those before
      // it are held at the gateway for want of the last, and are taken back.
      (error) => {
        const reason = sentenceOf(error);
        for (const orderId of left) {
          this.#around.outbox.send('cancel', (session) => session.cancelOrder(orderId));
        }
        for (const orderId of orderIds) this.#sayUnsent(orderId, reason);
      },
    );
  }

  cancel(what: string, orderId: number): void {
    const { outbox, gate } = this.#around;
    const waiting = new Set(outbox.takeOrders(orderId));
    if (this.#sentOrders.mayLive(orderId)) {
      outbox.send(
        'cancel',
        (session) => {
          gate.requireCancel(what);
          session.cancelOrder(orderId);
        },
        (error) => this.#sayError(orderId, notSentCode, sentenceOf(error), 'cancel-refused'),
      );
    }
    if (waiting.size === 0) return;
    // Whoever cancels hears of it afterwards, not in the middle of asking.
    queueMicrotask(() => {
      for (const each of waiting) {
        if (this.#sentOrders.mayLive(each)) this.#sayUnsent(each, 'The order is being cancelled.');
        else this.#sayError(each, cancelledCode, 'Cancelled before it left the desk.', 'cancelled');
      }
    });
  }

  cancelAll(what: string): void {
    const { outbox, gate } = this.#around;
    // An order that left after the cancel would outlive it.
    const waiting = outbox.takeOrders(null);
    outbox.send(
      'kill',
      (session) => {
        gate.requireCancel(what);
        session.cancelAllOrders();
      },
      (error) => this.#sayCritical(notSentCode, sentenceOf(error)),
    );
    queueMicrotask(() => {
      for (const orderId of waiting) this.#sayUnsent(orderId, 'All orders are being cancelled.');
    });
  }

  async preview(what: string, order: Omit<WireOrder, 'orderId'>): Promise<WhatIf> {
    const orderId = this.#orderIds.next();
    this.#sentOrders.previewed(orderId);
    const answer = this.#previews.open(orderId, what, this.#around.whatIfMs);
    this.#around.outbox.send(
      'account',
      (session) => {
        this.#around.gate.requireHeld(what, order.accountId);
        session.previewOrder({ ...order, orderId });
      },
      (error) => this.#previews.fail(orderId, asError(error)),
    );
    const [preview] = await answer;
    if (preview === undefined) {
      throw new BrokerRefusedError(what, nonsenseCode, 'The answer was empty.');
    }
    return preview;
  }

  /** Orders that wait for their turn may not leave any more. That none of them did is certain, and said. */
  takeBackWaiting(reason: string): void {
    for (const orderId of this.#around.outbox.takeOrders(null)) this.#sayUnsent(orderId, reason);
  }

  /** The connection is gone. What it knew of orders goes with it; the next snapshot tells. */
  drop(reason: string): void {
    this.takeBackWaiting(reason);
    this.#sentOrders.clear();
    this.#orderIds = new OrderIds();
    this.#previews.dropAll();
  }

  /** True when the order was a preview's answer and is nothing but that. */
  onOpenOrder(order: BrokerOrder, preview: WhatIf | null): boolean {
    if (preview !== null) {
      this.#around.onTaken();
      this.#previews.add(order.orderId, preview);
      this.#previews.end(order.orderId);
      return true;
    }
    this.#noteOrder(order);
    if (order.clientId === this.#around.clientId()) {
      this.#sentOrders.shown(order.orderId);
      if (this.#sentOrders.takePreview(order.orderId)) this.#cancelRealPreview(order.orderId);
    }
    this.#around.say({ kind: 'open-order', order });
    return false;
  }

  /** True when the status was a preview's. */
  onOrderStatus(update: BrokerOrderStatusUpdate): boolean {
    if (this.#sentOrders.isPreview(update.orderId)) return true;
    this.#noteOrder(update);
    this.#around.say({ kind: 'order-status', update });
    return false;
  }

  onError(orderId: number, code: number, message: string): void {
    if (this.#sentOrders.isPreview(orderId)) {
      if (leavesRequestStanding(code)) return;
      const what = this.#previews.nameOf(orderId);
      this.#previews.fail(orderId, new BrokerRefusedError(what, code, withAdvice(code, message)));
      return;
    }
    const effect = orderErrorEffect(code, message, {
      acknowledged: this.#sentOrders.isAcknowledged(orderId),
      changePending: this.#sentOrders.isChangePending(orderId),
    });
    this.#sayError(orderId, code, withAdvice(code, message), effect);
  }

  #noteOrder({ orderId, clientId }: { orderId: number; clientId: number }): void {
    this.#orderIds.seen(orderId);
    if (clientId !== this.#around.clientId()) return;
    this.#around.onTaken();
    this.#sentOrders.acknowledged(orderId);
  }

  /** A preview was taken for an order. It was checked by nobody and must not stay. */
  #cancelRealPreview(orderId: number): void {
    this.#around.outbox.send('cancel', (session) => session.cancelOrder(orderId));
    this.#sayCritical(
      nonsenseCode,
      `The gateway took the preview ${orderId} for a real order. It is being cancelled; look for fills of it.`,
    );
  }

  #sayCritical(code: number, message: string): void {
    this.#around.say({ kind: 'notice', code, message, instrumentId: null, severity: 'critical' });
  }

  #sayUnsent(orderId: number, reason: string): void {
    this.#sayError(
      orderId,
      notSentCode,
      `Not sent. ${reason}`,
      this.#sentOrders.isAcknowledged(orderId) ? 'modify-refused' : 'rejected',
    );
  }

  #sayError(orderId: number, code: number, message: string, effect: OrderErrorEffect): void {
    if (effect === 'rejected') this.#sentOrders.forget(orderId);
    this.#around.say({ kind: 'order-error', error: { orderId, code, message, effect } });
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
