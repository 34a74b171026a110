import { barTime, type BarSize } from '../market/bar-request.ts';
import type { BarSource, InstrumentMarket, MarketBar } from '../market/instrument-market.ts';
import {
  dayOf,
  sessionMs,
  withinDay,
  type MarketMoment,
  type TradingCalendar,
} from '../market/trading-calendar.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import { historicalDataUpdate } from '../wire/history-messages.ts';

export interface BarSubscription {
  market: InstrumentMarket;
  size: BarSize;
  source: BarSource;
  formatDate: number;
  timeZoneId: string;
}

interface LiveBar extends BarSubscription {
  /** Start of the bar that was sent last. */
  start: MarketMoment;
}

/** Keeps the forming bar of a chart up to date. */
export class BarFeed {
  readonly #calendar: TradingCalendar;
  readonly #bySession = new Map<ClientSession, Map<number, LiveBar>>();

  constructor(calendar: TradingCalendar) {
    this.#calendar = calendar;
  }

  subscribe(
    session: ClientSession,
    requestId: number,
    bars: BarSubscription,
    now: MarketMoment,
  ): void {
    let live = this.#bySession.get(session);
    if (live === undefined) this.#bySession.set(session, (live = new Map<number, LiveBar>()));
    live.set(requestId, { ...bars, start: barStart(bars.size, now) });
  }

  has(session: ClientSession, requestId: number): boolean {
    return this.#bySession.get(session)?.has(requestId) ?? false;
  }

  cancel(session: ClientSession, requestId: number): boolean {
    return this.#bySession.get(session)?.delete(requestId) ?? false;
  }

  forget(session: ClientSession): void {
    this.#bySession.delete(session);
  }

  /** Sends every forming bar; the bars that have ended since are sent before it, whole. */
  refresh(now: MarketMoment): void {
    for (const [session, live] of this.#bySession) {
      if (session.isSilent) continue;
      for (const [requestId, bars] of live) this.#send(session, requestId, bars, now);
    }
  }

  #send(session: ClientSession, requestId: number, live: LiveBar, now: MarketMoment): void {
    const current = barStart(live.size, now);
    while (live.start < current) {
      const end = barEnd(live);
      this.#line(session, requestId, live, live.market.bar(live.start, end, live.source));
      live.start = end;
    }
    if (now > current) {
      this.#line(session, requestId, live, live.market.bar(current, now, live.source));
    }
  }

  #line(session: ClientSession, requestId: number, live: LiveBar, bar: MarketBar): void {
    const time = barTime(bar.start, live.size, live.formatDate, this.#calendar, live.timeZoneId);
    session.send(historicalDataUpdate(requestId, { ...bar, time }));
  }
}

function barStart(size: BarSize, moment: MarketMoment): MarketMoment {
  const open = dayOf(moment) * sessionMs;
  if ('days' in size) return open;
  const step = size.seconds * 1000;
  return open + Math.floor(withinDay(moment) / step) * step;
}

function barEnd(live: LiveBar): MarketMoment {
  const dayEnd = (dayOf(live.start) + 1) * sessionMs;
  return 'days' in live.size ? dayEnd : Math.min(live.start + live.size.seconds * 1000, dayEnd);
}
