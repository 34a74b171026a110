import { toMicros } from '#shared/domain/money.ts';
import type { Clock } from '#shared/domain/ports.ts';

import { Account } from '../accounts/account.ts';
import type { Marks } from '../market/marks.ts';
import { readCatalogue, type ListedInstrument } from '../market/catalogue.ts';
import type { MarketQuote } from '../market/instrument-market.ts';
import { Market } from '../market/market.ts';
import { sessionMs, type MarketMoment } from '../market/trading-calendar.ts';
import { Exchange } from './exchange.ts';
import { IdSequences } from './id-sequences.ts';
import type { PlaceOutcome } from './order-intake.ts';
import type { ExchangeSettings } from './order-life.ts';
import type { ExchangeExecution, ExchangeOrder, OrderTerms } from './order.ts';

const catalogue = readCatalogue();
const tickMs = 250;
const crashDay = '2020-03-09';

/** An exchange on the real catalogue, whose market moves only when told to, and what it said. */
export class ScratchExchange {
  readonly market: Market;
  readonly marks: Marks;
  readonly exchange: Exchange;
  readonly ids: IdSequences;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly executions: ExchangeExecution[] = [];
  /** `changed 1 Submitted`, `rejected 1 201 …`, `cancelled 1 …`; the number is the order id. */
  readonly said: string[] = [];
  readonly spy: ListedInstrument;
  #moment: MarketMoment;
  #nextOrderId = 0;

  constructor(
    clock: Clock,
    options: Partial<ExchangeSettings> & { seed?: number; accountIds?: string[] } = {},
  ) {
    const { seed = 1, accountIds = ['DU1000001', 'DU1000002'], ...settings } = options;
    this.market = new Market(catalogue, [], seed);
    this.spy = this.listed('SPY');
    // An hour into the day: the open is a moment of its own.
    this.#moment = this.market.calendar.positionOnOrAfter(crashDay) * sessionMs + 3_600_000;
    this.accounts = new Map(accountIds.map((id) => [id, new Account(id, toMicros(1e8))]));
    this.marks = this.market.marksAt(() => this.#moment);
    this.ids = new IdSequences(clock.now() / 1000);
    this.exchange = new Exchange({
      market: this.market,
      marks: this.marks,
      ids: this.ids,
      clock,
      seed,
      latencyMs: 0,
      ordersPerSideLimit: null,
      tick: () => this.tick(),
      accounts: this.accounts,
      listener: {
        orderChanged: ({ orderId, status }) => this.said.push(`changed ${orderId} ${status}`),
        executed: (execution) => this.executions.push(execution),
        rejected: ({ orderId }, { code, message }) =>
          this.said.push(`rejected ${orderId} ${code} ${message}`),
        warned: ({ orderId }, { code, message }) =>
          this.said.push(`warned ${orderId} ${code} ${message}`),
        cancelled: ({ orderId }, reason) => this.said.push(`cancelled ${orderId} ${reason}`),
      },
      later: (work) => work(),
      ...settings,
    });
  }

  listed(localSymbol: string): ListedInstrument {
    const found = this.market.instruments.find((each) => each.localSymbol === localSymbol);
    if (found === undefined) throw new RangeError(`There is no ${localSymbol}.`);
    return found;
  }

  tick(): { moment: MarketMoment; step: number } {
    return { moment: this.#moment, step: Math.round(this.#moment * 1000) };
  }

  quote(instrument: ListedInstrument = this.spy): MarketQuote & { bid: number; ask: number } {
    const { moment, step } = this.tick();
    const { bid, ask, ...rest } = this.market.of(instrument).quoteAt(moment, step);
    if (bid === null || ask === null)
      throw new RangeError(`${instrument.localSymbol} has no quote.`);
    return { ...rest, bid, ask };
  }

  last(instrument: ListedInstrument = this.spy): number {
    return this.market.of(instrument).lastAt(this.#moment);
  }

  /** Lets the market of an instrument move on by some ticks. */
  ticks(count: number, instrument: ListedInstrument = this.spy): void {
    for (let i = 0; i < count; i += 1) {
      const from = this.#moment;
      this.#moment += tickMs;
      const { moment, step } = this.tick();
      const quote = this.market.of(instrument).quoteAt(moment, step);
      this.exchange.onTick(instrument, quote, from, moment);
    }
  }

  /** Moves the price for good, and lets one tick show it. */
  shock(percent: number, instrument: ListedInstrument = this.spy): void {
    this.market.of(instrument).shock(this.#moment + tickMs, 1 + percent / 100);
    this.ticks(1, instrument);
  }

  account(id = 'DU1000001'): Account {
    const account = this.accounts.get(id);
    if (account === undefined) throw new RangeError(`There is no account ${id}.`);
    return account;
  }

  /** Places an order for 10 SPY at the market, unless told otherwise. */
  place(
    terms: Partial<OrderTerms> = {},
    {
      clientId = 1,
      orderId,
      account = 'DU1000001',
      instrument = this.spy,
    }: {
      clientId?: number;
      orderId?: number;
      account?: string;
      instrument?: ListedInstrument;
    } = {},
  ): PlaceOutcome {
    if (orderId === undefined) this.#nextOrderId += 1;
    return this.exchange.place(
      {
        clientId,
        orderId: orderId ?? this.#nextOrderId,
        instrument,
        account: this.account(account),
        terms: this.termsOf(terms),
      },
      true,
    );
  }

  termsOf(terms: Partial<OrderTerms>): OrderTerms {
    return {
      side: 'BUY',
      orderType: terms.limitPrice == null ? 'MKT' : 'LMT',
      quantity: 10,
      limitPrice: null,
      stopPrice: null,
      trail: null,
      pegOffset: null,
      timeInForce: 'DAY',
      goodTill: null,
      ocaGroup: '',
      ocaType: 0,
      parentId: 0,
      outsideRth: false,
      orderRef: '',
      transmit: true,
      ...terms,
    };
  }

  order(orderId: number, clientId = 1): ExchangeOrder {
    const found = [...this.exchange.completedOrders(), ...this.exchange.workingOrders()].find(
      (order) => order.orderId === orderId && order.clientId === clientId,
    );
    if (found === undefined) throw new RangeError(`There is no order ${orderId}.`);
    return found;
  }
}
