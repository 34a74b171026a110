import type { Clock, Timer } from '#shared/domain/ports.ts';

import { historyDelayMs, withoutExpired, type HistoryRequest } from './history-pacing.ts';
import { HistoryLimitError, LinkDroppedError } from './link-errors.ts';

/** How many requests for bars may be unanswered; the broker's own limit is 50. */
const mostInFlight = 6;

interface Waiting {
  what: string;
  instrumentId: number;
  key: string;
  /** Ends the wait of whoever does not wait for ever. */
  patience: Timer | null;
  resolve(leave: () => void): void;
  reject(error: Error): void;
}

/**
 * Lets requests for bars through one after the other as the broker's limits on history allow, in the order they
 * came. What has been sent is remembered across connections: the broker counts by user, not by socket.
 */
export class HistoryGate {
  readonly #clock: Clock;
  readonly #holdMs: number;
  #sent: HistoryRequest[] = [];
  #waiting: Waiting[] = [];
  #inFlight = 0;
  #generation = 0;
  #timer: Timer | null = null;

  /** @param holdMs after this long a request without an answer no longer counts as in flight. */
  constructor(clock: Clock, holdMs: number) {
    this.#clock = clock;
    this.#holdMs = holdMs;
  }

  /**
   * Resolves when the request may be sent; what it resolves with must be called when the answer is there. Rejects with
   * {@link LinkDroppedError} when the connection goes, with {@link HistoryLimitError} when the limits leave no room.
   *
   * @param patienceMs how long to wait; null for as long as it takes
   */
  enter(
    what: string,
    instrumentId: number,
    key: string,
    patienceMs: number | null,
  ): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const one: Waiting = { what, instrumentId, key, patience: null, resolve, reject };
      this.#waiting.push(one);
      this.#admit();
      if (patienceMs === null || !this.#waiting.includes(one)) return;
      one.patience = this.#clock.after(patienceMs, () => {
        this.#waiting = this.#waiting.filter((other) => other !== one);
        reject(new HistoryLimitError(what));
      });
    });
  }

  /** The connection is gone: nobody waits any longer. */
  drop(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#inFlight = 0;
    this.#generation += 1;
    this.#timer?.cancel();
    this.#timer = null;
    for (const one of waiting) {
      one.patience?.cancel();
      one.reject(new LinkDroppedError(one.what));
    }
  }

  #admit(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const now = this.#clock.monotonic();
    this.#sent = withoutExpired(this.#sent, now);
    let soonestMs: number | null = null;
    // Those let through leave a new list behind; this loop goes on over the one it began with.
    for (const one of this.#waiting) {
      if (this.#inFlight >= mostInFlight) return;
      const delayMs = historyDelayMs(this.#sent, one, now);
      if (delayMs > 0) {
        soonestMs = Math.min(soonestMs ?? delayMs, delayMs);
        continue;
      }
      this.#waiting = this.#waiting.filter((other) => other !== one);
      this.#sent.push({ at: now, instrumentId: one.instrumentId, key: one.key });
      this.#inFlight += 1;
      one.patience?.cancel();
      one.resolve(this.#leaver());
    }
    if (soonestMs !== null) {
      this.#timer = this.#clock.after(Math.ceil(soonestMs), () => {
        this.#timer = null;
        this.#admit();
      });
    }
  }

  #leaver(): () => void {
    const generation = this.#generation;
    let left = false;
    const leave = (): void => {
      timer.cancel();
      if (left || generation !== this.#generation) return;
      left = true;
      this.#inFlight -= 1;
      this.#admit();
    };
    const timer = this.#clock.after(this.#holdMs, leave);
    return leave;
  }
}
