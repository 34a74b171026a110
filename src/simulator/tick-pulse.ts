import type { Clock, Timer } from '#shared/domain/ports.ts';

import type { MarketTime } from './market/market-time.ts';
import type { MarketMoment } from './market/trading-calendar.ts';

/** Ticks of an instrument in a second of wall time, unless told otherwise. */
export const defaultQuoteRate = 4;

/** Timers finer than this only cost. */
const shortestPulseMs = 5;

/**
 * The market's beat. Ticks lie on a grid of simulated time, `quoteRate` of them in a second of wall time, and each
 * comes exactly once and in order however late a timer is. After a long sleep of the machine the missed ones are
 * left out, as a market does not wait.
 */
export class TickPulse {
  readonly #time: MarketTime;
  readonly #quoteRate: number;
  readonly #onTick: (from: MarketMoment, to: MarketMoment) => void;
  #moment: MarketMoment;
  readonly #timer: Timer;

  constructor(
    clock: Clock,
    time: MarketTime,
    quoteRate: number,
    onTick: (from: MarketMoment, to: MarketMoment) => void,
    run: (work: () => void) => void,
  ) {
    this.#time = time;
    this.#quoteRate = quoteRate;
    this.#onTick = onTick;
    this.#moment = this.#onGrid(time.now());
    const periodMs = Math.max(1000 / quoteRate, shortestPulseMs);
    this.#timer = clock.every(periodMs, () => run(() => this.beat()));
  }

  /** The latest tick's moment, and its number: a function of the moment alone. */
  tick(): { moment: MarketMoment; step: number } {
    return { moment: this.#moment, step: Math.round(this.#moment * 1000) };
  }

  /** Brings the market up to now. */
  beat(): void {
    const now = this.#time.now();
    const step = this.#stepMs();
    // At most one second's worth is made up for.
    if (now - this.#moment > step * Math.max(this.#quoteRate, 1) * 2) {
      this.#advanceTo(this.#onGrid(now));
      return;
    }
    while (this.#nextAfter(this.#moment) <= now) this.#advanceTo(this.#nextAfter(this.#moment));
  }

  stop(): void {
    this.#timer.cancel();
  }

  #advanceTo(moment: MarketMoment): void {
    const from = this.#moment;
    this.#moment = moment;
    this.#onTick(from, moment);
  }

  #stepMs(): number {
    return (1000 * this.#time.speed) / this.#quoteRate;
  }

  #onGrid(moment: MarketMoment): MarketMoment {
    const step = this.#stepMs();
    return Math.floor(moment / step) * step;
  }

  #nextAfter(moment: MarketMoment): MarketMoment {
    const step = this.#stepMs();
    return (Math.floor(moment / step + 1e-6) + 1) * step;
  }
}
