import type { EpochMs } from '#shared/domain/ports.ts';
import type { SimulatorFaultInput } from '#shared/domain/simulator-fault.ts';

import type { Account } from './accounts/account.ts';
import { hasEnded, settleExpired } from './accounts/expiry.ts';
import type { Exchange } from './exchange/exchange.ts';
import type { QuoteFeed } from './feeds/quote-feed.ts';
import type { StreamFeed } from './feeds/stream-feed.ts';
import type { Market } from './market/market.ts';
import { compactDate } from './market/time-zone.ts';
import { dayOf, sessionMs, type MarketMoment } from './market/trading-calendar.ts';
import type { RestartSchedule } from './restart-schedule.ts';
import type { ScriptRunner } from './script/script-runner.ts';

export interface PassingTimeSettings {
  market: Market;
  exchange: Exchange;
  accounts: ReadonlyMap<string, Account>;
  quotes: QuoteFeed;
  streams: StreamFeed;
  restarts: RestartSchedule;
  script: ScriptRunner;
  inject: (fault: SimulatorFaultInput) => void;
  /** Hears, for people, why the gateway does something by itself. */
  say: (sentence: string) => void;
  /** Something has changed that is to be kept. */
  onChange: () => void;
}

/** What each tick of simulated time brings, in this order: a new day, a restart, the script, quotes and trades. */
export class PassingTime {
  readonly #settings: PassingTimeSettings;

  constructor(settings: PassingTimeSettings) {
    this.#settings = settings;
  }

  /** @param step the number of the tick at `to` */
  pass(from: MarketMoment, to: MarketMoment, step: number): void {
    const { market, exchange, quotes, streams, script } = this.#settings;
    if (dayOf(to) > dayOf(from)) this.#beginDay(dayOf(to));
    const epochMs = market.calendar.epochOf(to);
    this.#restartWhenDue(epochMs);
    script.passTo(epochMs);
    for (const instrument of market.live) {
      const watched = quotes.isWatched(instrument) || streams.isWatched(instrument);
      if (!watched && !exchange.hasWorkingOrders(instrument)) continue;
      const quote = market.of(instrument).quoteAt(to, step);
      quotes.publish(instrument, quote, Math.floor(epochMs / 1000));
      if (!quotes.isHalted(instrument)) streams.publish(instrument, { quote, from, to, step });
      exchange.onTick(instrument, quote, from, to);
    }
  }

  #restartWhenDue(now: EpochMs): void {
    const why = this.#settings.restarts.passTo(now);
    if (why === null) return;
    this.#settings.say(why);
    this.#settings.inject({ kind: 'restart' });
  }

  #beginDay(day: number): void {
    const { market, exchange, accounts, onChange } = this.#settings;
    exchange.endDay(day * sessionMs - 1);
    const lastMarks = market.marksAt(() => day * sessionMs - 1);
    const lastDate = compactDate(market.calendar.dateAt(day - 1));
    for (const account of accounts.values()) {
      settleExpired(account, lastDate, lastMarks);
      account.beginDay(lastMarks);
    }
    for (const { instrument, clientId, orderId } of exchange.workingOrders()) {
      if (hasEnded(instrument, lastDate)) exchange.cancel(clientId, orderId);
    }
    market.openDay(day);
    exchange.beginDay(day * sessionMs);
    onChange();
  }
}
