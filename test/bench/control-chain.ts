import { performance } from 'node:perf_hooks';

import { limitsSchema } from '#shared/domain/limits.ts';
import type { Fact, NewFact } from '#shared/domain/fact.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Order, OrderTicket } from '#shared/domain/order.ts';
import { emptyQuote, type Quote } from '#shared/domain/quote.ts';
import resourceLimits from '#resources/limits/default.json' with { type: 'json' };

import { evaluateChain } from '../../src/main/risk/chain.ts';
import type { ControlContext } from '../../src/main/risk/control.ts';
import { DeskExposure } from '../../src/main/risk/desk-exposure.ts';
import { LimitsInForce } from '../../src/main/risk/limits-in-force.ts';
import { MarketSessions } from '../../src/main/risk/market-sessions.ts';
import { OrderActivity } from '../../src/main/risk/order-activity.ts';
import { RepeatedExecutions } from '../../src/main/risk/repeated-executions.ts';
import { BuyingPowerReservations } from '../../src/main/risk/reservations.ts';
import { RestingOrders } from '../../src/main/risk/resting-orders.ts';
import { initialTradingStates, instrumentState } from '../../src/main/risk/trading-states.ts';
import { applyFact, createBooks, exposureOf } from '../../src/main/trading/books.ts';
import { wideLimits } from '../../src/main/load/wide-limits.ts';
import type { BenchResult } from './figures.ts';
import { Latencies } from './latencies.ts';

const placedAt = '2020-03-09T14:00:00.000Z';
const aMinuteLater = '2020-03-09T14:01:00.000Z';
const POSITIONS = 50;
const OPEN_ORDERS = 200;
const sectors = ['Technology', 'Financial', 'Energy', 'Industrial'];
const WARM_UP = 200_000;
const TIMED = 500_000;
const THROUGHPUT_MS = 2000;

/** The books, quotes and reservations of a busy desk, and the tickets put to it. */
function busyDesk() {
  const limits = new LimitsInForce(wideLimits(limitsSchema.parse(resourceLimits)));
  const books = createBooks();
  const reservations = new BuyingPowerReservations(({ limitPrice }) => limitPrice);
  const orderActivity = new OrderActivity();
  const deskExposure = new DeskExposure(
    (instrumentId) => exposureOf(books, instrumentId),
    (instrumentId) => quotes.get(instrumentId)?.last ?? null,
    (instrumentId) => ({
      assetClass: 'STK',
      sector: instruments.get(instrumentId)?.sector ?? null,
    }),
  );
  const restingOrders = new RestingOrders();
  const repeatedExecutions = new RepeatedExecutions();
  const marketSessions = new MarketSessions();
  const instruments = new Map<number, Instrument>();
  const quotes = new Map<number, Quote>();
  let seq = 0;
  const happen = (fact: NewFact): void => {
    const recorded: Fact = { ...fact, seq: (seq += 1), at: placedAt };
    applyFact(books, recorded);
    reservations.apply(recorded);
    orderActivity.apply(recorded);
    restingOrders.apply(recorded);
    repeatedExecutions.apply(recorded);
  };

  happen({
    kind: 'account.identified',
    by: 'desk',
    body: { accountId: 'DU1000001', gatewayKind: 'simulated' },
  });
  for (let i = 0; i < POSITIONS; i += 1) {
    const instrument = anInstrument(1000 + i);
    const middle = 20 + i * 5;
    instruments.set(instrument.instrumentId, instrument);
    quotes.set(instrument.instrumentId, {
      ...emptyQuote(instrument.instrumentId),
      bid: middle - 0.01,
      ask: middle + 0.01,
      last: middle,
      receivedAt: 1,
    });
    happen({ kind: 'instrument.resolved', by: 'desk', body: { instrument } });
    happen({
      kind: 'position.adopted',
      by: 'desk',
      body: {
        reason: 'For the bench.',
        position: {
          accountId: 'DU1000001',
          instrumentId: instrument.instrumentId,
          displaySymbol: instrument.displaySymbol,
          currency: 'USD',
          multiplier: 1,
          quantity: i % 2 === 0 ? 100 : -100,
          costBasisMicros: 0,
          realizedPnlMicros: 0,
          commissionsMicros: 0,
        },
      },
    });
  }
  for (let i = 0; i < OPEN_ORDERS; i += 1) {
    const instrumentId = 1000 + (i % POSITIONS);
    const order = anOrder(i, instrumentId, quotes.get(instrumentId)?.bid ?? 0);
    happen({ kind: 'order.intended', by: 'desk', body: { order, verdicts: [], limitsVersion: 1 } });
  }
  for (const instrumentId of instruments.keys()) deskExposure.touch(instrumentId);
  return {
    limits,
    books,
    reservations,
    orderActivity,
    deskExposure,
    restingOrders,
    repeatedExecutions,
    instruments,
    marketSessions,
    quotes,
  };
}

type BusyDesk = ReturnType<typeof busyDesk>;

function anInstrument(instrumentId: number): Instrument {
  return {
    instrumentId,
    symbol: `S${instrumentId}`,
    displaySymbol: `S${instrumentId}`,
    secType: 'STK',
    exchange: 'SMART',
    primaryExchange: 'NYSE',
    currency: 'USD',
    localSymbol: `S${instrumentId}`,
    tradingClass: `S${instrumentId}`,
    longName: 'A stock',
    sector: sectors[instrumentId % sectors.length] ?? null,
    multiplier: 1,
    minTick: 0.01,
    sizeIncrement: 1,
    minSize: 1,
    timeZoneId: 'US/Eastern',
    tradingHours: '20200309:0400-20200309:2000',
    liquidHours: '20200309:0930-20200309:1600',
    expiry: null,
  };
}

/** It rests a unit of price away from the market, so that the desk does not meet itself. */
function anOrder(index: number, instrumentId: number, bid: number): Order {
  const side = index % 3 === 0 ? 'SELL' : 'BUY';
  return {
    orderRef: `order-${index}`,
    orderId: index + 1,
    clientId: 1,
    permId: null,
    accountId: 'DU1000001',
    instrumentId,
    displaySymbol: `S${instrumentId}`,
    side,
    orderType: 'LMT',
    quantity: 10,
    limitPrice: side === 'BUY' ? bid - 1 : bid + 1,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
    status: 'SENDING',
    filledQuantity: 0,
    averageFillPrice: null,
    reason: null,
    pendingChange: null,
    external: false,
    placedBy: 'desk',
    placedAt: '2020-03-09T14:00:00.000Z',
    updatedAt: '2020-03-09T14:00:00.000Z',
  };
}

/** Market and limit orders of both sides; every tenth is too large, every thirtieth too far from the market. */
function tickets({ quotes }: BusyDesk): OrderTicket[] {
  return Array.from({ length: 600 }, (_, i) => {
    const instrumentId = 1000 + (i % POSITIONS);
    const side = i % 2 === 0 ? 'BUY' : 'SELL';
    const orderType = i % 5 === 0 ? 'MKT' : 'LMT';
    const bid = quotes.get(instrumentId)?.bid ?? 0;
    const limitPrice = Math.round(bid * (i % 30 === 1 ? 80 : 100)) / 100;
    return {
      instrumentId,
      side,
      orderType,
      quantity: i % 10 === 3 ? 100_000 : 25,
      limitPrice: orderType === 'MKT' ? null : limitPrice,
      stopPrice: null,
      timeInForce: 'DAY',
      outsideRth: false,
    };
  });
}

/** What the desk hands to the controls for a ticket, looked up in its books. */
function contextOf(desk: BusyDesk, ticket: OrderTicket): ControlContext {
  const { instrumentId, side, orderType, quantity, limitPrice, stopPrice, timeInForce } = ticket;
  const states = initialTradingStates;
  const now = Date.parse(aMinuteLater);
  const instrument = desk.instruments.get(instrumentId) ?? null;
  return {
    proposal: {
      kind: 'new',
      side,
      orderType,
      quantity,
      limitPrice,
      stopPrice,
      timeInForce,
      outsideRth: ticket.outsideRth,
      previous: null,
    },
    instrument,
    priceIncrements: [],
    marketDate: null,
    session: instrument === null ? null : desk.marketSessions.of(instrument, now),
    personId: 'operator',
    quote: desk.quotes.get(instrumentId) ?? null,
    quoteAgeMs: 120,
    accountId: 'DU1000001',
    gatewayKind: 'simulated',
    linkState: 'ready',
    deskState: states.desk.state,
    instrumentState: instrumentState(states, instrumentId),
    exposure: exposureOf(desk.books, instrumentId),
    unanswered: null,
    buyingPower: 4_000_000,
    reservedBuyingPower: desk.reservations.total(),
    messagesInSecond: desk.orderActivity.messagesInSecond(now),
    equalOrdersInSecond: desk.orderActivity.equalOrdersInSecond(
      { ...ticket, accountId: 'DU1000001' },
      now,
    ),
    openOrders: {
      onSide: desk.restingOrders.countOn(instrumentId, side),
      total: desk.restingOrders.total,
    },
    restingOpposite: desk.restingOrders.bestPrice(instrumentId, side === 'BUY' ? 'SELL' : 'BUY'),
    valueInMinute: desk.orderActivity.valueInMinute(now),
    netLiquidation: 1_000_000,
    otherExposure: desk.deskExposure.without(instrumentId),
    sectorExposure:
      instrument?.sector == null
        ? null
        : desk.deskExposure.withoutIn('sector', instrument.sector, instrumentId),
    assetClassExposure:
      instrument === null
        ? null
        : desk.deskExposure.withoutIn('assetClass', instrument.secType, instrumentId),
    losses: { dayPnl: -1200, dayDrawdown: 1500, allTimeDrawdown: 1500 },
    holdsPositions: true,
    executionsUnattended: desk.repeatedExecutions.of(instrumentId),
    baseCurrency: 'USD',
    exchangeRate: 1,
    limits: desk.limits.applicableTo({
      accountId: 'DU1000001',
      instrument,
      personId: 'operator',
    }),
    whatIf: null,
    notInWhatIf: 0,
    overrideReason: null,
  };
}

/** Context and every control, with 50 positions and 200 open orders in the books. */
export async function benchControlChain(): Promise<BenchResult> {
  const desk = busyDesk();
  const asked = tickets(desk);
  let allowed = 0;
  const judge = (ticket: OrderTicket): void => {
    if (evaluateChain(contextOf(desk, ticket)).allowed) allowed += 1;
  };
  let kept = 0;
  const nothing = (ticket: OrderTicket): void => {
    kept += ticket.quantity;
  };
  const stringify = (ticket: OrderTicket): void => {
    kept += JSON.stringify(ticket).length;
  };

  const chain = measure(judge, asked);
  const empty = measure(nothing, asked);
  const json = measure(stringify, asked);
  if (allowed === 0 || kept === 0) throw new Error('The bench judged nothing.');
  return Promise.resolve({
    name: 'control-chain',
    title: 'Full control chain, 50 positions, 200 open orders',
    how: 'Looks the context up in the books and asks every control. Beside it JSON.stringify of the ticket; the empty call is what the measuring itself takes.',
    figures: [
      {
        what: 'one chain, p50',
        unit: '\u00b5s',
        value: chain.p50,
        beside: [{ name: 'JSON.stringify', value: json.p50 }],
        target: null,
      },
      {
        what: 'one chain, p99',
        unit: '\u00b5s',
        value: chain.p99,
        beside: [{ name: 'JSON.stringify', value: json.p99 }],
        target: { atMost: 10 },
      },
      {
        what: 'empty call, p99',
        unit: '\u00b5s',
        value: empty.p99,
        beside: [],
        target: null,
      },
      {
        what: 'chains',
        unit: '/s',
        value: chain.perSecond,
        beside: [{ name: 'JSON.stringify', value: json.perSecond }],
        target: { atLeast: 200_000 },
      },
    ],
  });
}

/** Latency in microseconds of single calls, then calls a second without the clock between them. */
function measure(
  call: (ticket: OrderTicket) => void,
  asked: readonly OrderTicket[],
): { p50: number; p99: number; perSecond: number } {
  for (let i = 0; i < WARM_UP; i += 1) callOn(call, asked, i);
  const latencies = new Latencies();
  for (let i = 0; i < TIMED; i += 1) {
    const before = performance.now();
    callOn(call, asked, i);
    latencies.addMs(performance.now() - before);
  }
  const started = performance.now();
  let calls = 0;
  while (performance.now() - started < THROUGHPUT_MS) {
    for (let i = 0; i < 1000; i += 1) callOn(call, asked, i);
    calls += 1000;
  }
  const seconds = (performance.now() - started) / 1000;
  return {
    p50: latencies.percentile(50) * 1000,
    p99: latencies.percentile(99) * 1000,
    perSecond: calls / seconds,
  };
}

function callOn(
  call: (ticket: OrderTicket) => void,
  asked: readonly OrderTicket[],
  index: number,
): void {
  const ticket = asked[index % asked.length];
  if (ticket !== undefined) call(ticket);
}
