import type { Clock } from '#shared/domain/ports.ts';

import { Pacer, type Lane, type PacerStatus } from './pacer.ts';
import type { Session } from './session.ts';

/** A message that waits was written for one session and leaves on that one or not at all. */
export type Ask = (session: Session) => void;

/** The way out: everything the link sends passes here, paced, and only to the session it was meant for. */
export class Outbox {
  readonly #pacer: Pacer;
  readonly #onUnwritable: (error: unknown) => void;
  #session: Session | null = null;

  /** @param onUnwritable hears of a request that could not be written, where whoever asked does not. */
  constructor(
    clock: Clock,
    messagesPerSecond: number | null,
    onUnwritable: (error: unknown) => void,
  ) {
    this.#pacer = new Pacer(clock, messagesPerSecond);
    this.#onUnwritable = onUnwritable;
  }

  /** The session that messages go to from now on. */
  open(session: Session): void {
    this.#session = session;
  }

  /** Forgets the session and all that waited for it; says how many messages that were. */
  close(): number {
    this.#session = null;
    const { queued } = this.#pacer.status();
    this.#pacer.clear();
    return Object.values(queued).reduce((sum, count) => sum + count, 0);
  }

  /** @param onUnwritable hears that the request could not be written: nothing of it has left. */
  send(lane: Lane, ask: Ask, onUnwritable: (error: unknown) => void = this.#onUnwritable): void {
    this.#enqueue(lane, [], ask, onUnwritable);
  }

  /** Orders that leave together or not at all; they can be taken back with {@link takeOrders} while they wait. */
  sendOrders(orderIds: readonly number[], ask: Ask, onUnwritable: (error: unknown) => void): void {
    this.#enqueue('order', orderIds, ask, onUnwritable);
  }

  /** Takes waiting orders back: all of them, or those with this id and what was to leave with it. Returns the id of each. */
  takeOrders(orderId: number | null): number[] {
    return this.#pacer
      .take('order', (message) => orderId === null || message.orderIds.includes(orderId))
      .flatMap((message) => message.orderIds);
  }

  /** The library has sent a message by itself. */
  countUnasked(): void {
    this.#pacer.countUnasked();
  }

  status(): PacerStatus {
    return this.#pacer.status();
  }

  #enqueue(
    lane: Lane,
    orderIds: readonly number[],
    ask: Ask,
    onUnwritable: (error: unknown) => void,
  ): void {
    const session = this.#session;
    this.#pacer.enqueue(lane, {
      orderIds,
      send: () => {
        if (session === null || session !== this.#session) return false;
        try {
          ask(session);
          return true;
        } catch (error) {
          onUnwritable(error);
          return false;
        }
      },
    });
  }
}
