import type { Clock } from '#shared/domain/ports.ts';

import type { MarketMoment } from './trading-calendar.ts';

/** Simulated time: it runs `speed` times as fast as the clock, over sessions that follow each other without a gap. */
export class MarketTime {
  readonly #clock: Clock;
  #base: MarketMoment;
  #baseMonotonic: number;
  #speed: number;

  constructor(clock: Clock, start: MarketMoment, speed: number) {
    this.#clock = clock;
    this.#base = start;
    this.#baseMonotonic = clock.monotonic();
    this.#speed = speed;
  }

  get speed(): number {
    return this.#speed;
  }

  now(): MarketMoment {
    return this.#base + (this.#clock.monotonic() - this.#baseMonotonic) * this.#speed;
  }

  /** From now on; the time already passed stays. */
  setSpeed(speed: number): void {
    this.#base = this.now();
    this.#baseMonotonic = this.#clock.monotonic();
    this.#speed = speed;
  }
}
