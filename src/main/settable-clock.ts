import type { Clock, EpochMs, Timer } from '#shared/domain/ports.ts';

/**
 * A clock whose wall time can be put forward, as a person sets the clock of a machine: what has a deadline by the clock is
 * due at the next look. Durations go on as they were, and with them timers, heartbeats and the age of quotes: a desk of
 * which those leapt too would only find that its gateway had been silent for as long. What people are given time for is
 * told by {@link elapsed}, which leaps with the wall.
 */
export class SettableClock implements Clock {
  readonly #base: Clock;
  #aheadMs = 0;

  constructor(base: Clock) {
    this.#base = base;
  }

  /** @param ms more than 0. Throws a RangeError where it is not: facts on record are not to lie in the future. */
  putForward(ms: number): void {
    if (!(ms > 0)) throw new RangeError(`A clock is put forward, and not by ${ms} ms.`);
    this.#aheadMs += ms;
  }

  now(): EpochMs {
    return this.#base.now() + this.#aheadMs;
  }

  monotonic(): number {
    return this.#base.monotonic();
  }

  /** Monotonic milliseconds with what the clock was put forward: so much time has passed for people. */
  elapsed(): number {
    return this.#base.monotonic() + this.#aheadMs;
  }

  after(delayMs: number, task: () => void): Timer {
    return this.#base.after(delayMs, task);
  }

  every(periodMs: number, task: () => void): Timer {
    return this.#base.every(periodMs, task);
  }
}
