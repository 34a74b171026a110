import type { Clock, Timer } from '#shared/domain/ports.ts';

import type { MarketTime } from './market/market-time.ts';
import { dayOf, sessionMs, withinDay, type MarketMoment } from './market/trading-calendar.ts';

/** Ticks of an instrument in a second of wall time, unless told otherwise. */
export const defaultQuoteRate = 4;

/** A market that is behind by more than this much wall time, after a sleep of the machine, leaps. */
const catchUpMs = 2000;

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
  /** The grid: `count` steps after the origin. Counted, because sums of fractions drift. */
  #grid: Grid;
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
    this.#grid = this.#gridAt(time.now());
    this.#moment = pointOf(this.#grid);
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
    if (this.#grid.stepMs !== this.#stepMs()) {
      this.#grid = { origin: this.#moment, stepMs: this.#stepMs(), count: 0 };
    }
    if (now - this.#moment > catchUpMs * this.#time.speed) this.#leapTo(now);
    for (;;) {
      const next = following(this.#grid);
      if (pointOf(next) > now) return;
      this.#grid = next;
      this.#advanceTo(pointOf(next));
    }
  }

  stop(): void {
    this.#timer.cancel();
  }

  #advanceTo(moment: MarketMoment): void {
    const from = this.#moment;
    this.#moment = moment;
    this.#onTick(from, moment);
  }

  #leapTo(now: MarketMoment): void {
    const grid = this.#gridAt(now);
    if (pointOf(grid) <= this.#moment) return;
    this.#grid = grid;
    this.#advanceTo(pointOf(grid));
  }

  #stepMs(): number {
    return (1000 * this.#time.speed) / this.#quoteRate;
  }

  #gridAt(moment: MarketMoment): Grid {
    const stepMs = this.#stepMs();
    const origin = dayOf(moment) * sessionMs;
    return { origin, stepMs, count: Math.floor(withinDay(moment) / stepMs) };
  }
}

interface Grid {
  origin: MarketMoment;
  stepMs: number;
  count: number;
}

function pointOf({ origin, stepMs, count }: Grid): MarketMoment {
  return origin + count * stepMs;
}

/** The next point; the grid begins anew with every session, so that each open is a tick. */
function following(grid: Grid): Grid {
  const next = { ...grid, count: grid.count + 1 };
  const sessionEnd = (dayOf(pointOf(grid)) + 1) * sessionMs;
  return pointOf(next) < sessionEnd ? next : { ...grid, origin: sessionEnd, count: 0 };
}
