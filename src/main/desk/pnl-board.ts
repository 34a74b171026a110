import type { PnlPoint } from '#shared/domain/risk-figures.ts';

import { createFeed } from './feed.ts';

const minuteMs = 60_000;

/**
 * The P&L of the exchange's day, minute by minute of the gateway's clock. It is drawn from quotes, so it lives in memory:
 * a desk that starts in the middle of a day draws the day from then on. A minute in which the P&L was never known has no
 * point.
 */
export class PnlBoard {
  readonly #points = new Map<number, PnlPoint>();
  #exchangeDate: string | null = null;
  readonly feed = createFeed<PnlPoint>(() => [...this.#points.values()]);

  /**
   * Takes what the P&L is now.
   * @param exchangeDate `YYYY-MM-DD`. On another day the series starts anew.
   * @param at epoch ms by the gateway's clock.
   * @param dayPnl in the base currency; null while it is not known.
   */
  take(exchangeDate: string, at: number, dayPnl: number | null): void {
    if (exchangeDate !== this.#exchangeDate) this.#startDay(exchangeDate);
    if (dayPnl === null) return;
    const time = (Math.floor(at / minuteMs) * minuteMs) / 1000;
    const point = { time, dayPnl };
    this.#points.set(time, point);
    this.feed.publish(point);
  }

  #startDay(exchangeDate: string): void {
    this.#exchangeDate = exchangeDate;
    const before = [...this.#points.keys()];
    this.#points.clear();
    for (const time of before) this.feed.remove(time);
  }
}
