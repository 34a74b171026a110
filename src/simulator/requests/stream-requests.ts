import { refusals, type Refusal } from '../exchange/refusals.ts';
import { DepthView } from '../feeds/depth-view.ts';
import { lineRefusals } from '../feeds/line-refusals.ts';
import type { StreamName, StreamUpdate } from '../feeds/stream-feed.ts';
import { parseBarSource } from '../market/bar-request.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { BookLevel, MarketQuote } from '../market/instrument-market.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import type { FieldReader } from '../wire/fields.ts';
import { venueOf } from '../wire/contract-fields.ts';
import {
  depthUpdate,
  realTimeBar,
  tickByTickBidAsk,
  tickByTickMidpoint,
  tickByTickTrade,
} from '../wire/stream-messages.ts';
import { findOneInstrument, readContractQuery } from './contract-query.ts';
import { mostPastTicks, pastTicksMessage, type PastTickSource } from './past-ticks.ts';
import type { GatewayRooms, RequestEntry } from './rooms.ts';

/** The only length there is. Source: IB, TWS API, Real Time Bars. */
const realTimeBarMs = 5000;
const deepestRows = 20;
/** Books and single-tick streams of one client. Source: IB, TWS API, Market Depth and Tick-by-Tick Data. */
const most = { depth: 3, ticks: 5 } as const;

const refusal = {
  tooManyBooks: {
    code: 309,
    message: 'Max number (3) of market depth requests has been reached',
  },
  tooManyTicks: { code: 10190, message: 'Max number of tick-by-tick requests has been reached' },
  noSuchBook: (id: number): Refusal => ({
    code: 310,
    message: `Can't find the subscribed market depth with tickerId:${id}`,
  }),
  bars: (why: string): Refusal => ({ code: 420, message: `Invalid Real-time Query:${why}` }),
  ticks: (why: string): Refusal => ({
    code: 10189,
    message: `Failed to request tick-by-tick data:${why}`,
  }),
} as const;

/** Bars of five seconds, each as soon as it has ended. */
function beginBars(
  session: ClientSession,
  requestId: number,
  instrument: ListedInstrument,
  sourceText: string,
  { market, streams, subscriptions }: GatewayRooms,
): Refusal | null {
  const source = parseBarSource(sourceText);
  if (source === null) return refusals.notSimulated(`Real-time bars of ${sourceText}`);
  if (subscriptions !== 'all') {
    return refusal.bars(lineRefusals.noPermissions(instrument, venueOf(instrument)));
  }
  if (source === 'TRADES' && instrument.secType === 'CASH') {
    return refusal.bars('A currency pair has no trades; use MIDPOINT');
  }
  const instrumentMarket = market.of(instrument);
  streams.subscribe(session, `bars:${requestId}`, instrument, ({ from, to }) => {
    const first = Math.floor(from / realTimeBarMs) * realTimeBarMs;
    for (let start = first; start + realTimeBarMs <= to; start += realTimeBarMs) {
      const bar = instrumentMarket.bar(start, start + realTimeBarMs, source);
      const epochSeconds = Math.floor(market.calendar.epochOf(start) / 1000);
      const volume = source === 'TRADES' ? bar.volume : -1;
      session.send(realTimeBar(requestId, epochSeconds, { ...bar, volume }));
    }
  });
  return null;
}

/** The rows of both sides of the book; first all of them, then those that have changed. */
function beginDepth(
  session: ClientSession,
  requestId: number,
  instrument: ListedInstrument,
  { rows, smart }: { rows: number; smart: boolean },
  { exchange, streams }: GatewayRooms,
): void {
  const view = new DepthView();
  const venue = smart ? venueOf(instrument) : null;
  const update = (): void => {
    for (const change of view.changesTo(exchange.depthOf(instrument, rows))) {
      session.send(depthUpdate(requestId, change, venue));
    }
  };
  update();
  streams.subscribe(session, `depth:${requestId}`, instrument, update);
}

function sidesOf(quote: MarketQuote): { bid: BookLevel; ask: BookLevel } | null {
  if (quote.bid === null || quote.ask === null) return null;
  return {
    bid: { price: quote.bid, size: quote.bidSize },
    ask: { price: quote.ask, size: quote.askSize },
  };
}

type TickSender = (
  session: ClientSession,
  requestId: number,
  instrument: ListedInstrument,
  epochSeconds: (moment: number) => number,
) => StreamUpdate;

function trades(kind: 'Last' | 'AllLast'): TickSender {
  return (session, requestId, instrument, secondsAt) => {
    let volume = 0;
    return ({ quote, to }) => {
      if (quote.last === null || quote.volume === volume) return;
      volume = quote.volume;
      const trade = { price: quote.last, size: quote.lastSize };
      const venue = venueOf(instrument);
      session.send(tickByTickTrade(requestId, kind, secondsAt(to), trade, venue));
    };
  };
}

// Maps, as a client may name anything: `__proto__` too.
const tickSenders: ReadonlyMap<string, TickSender> = new Map<string, TickSender>([
  ['Last', trades('Last')],
  ['AllLast', trades('AllLast')],
  [
    'BidAsk',
    (session, requestId, _instrument, secondsAt) => {
      let sent = '';
      return ({ quote, to }) => {
        const sides = sidesOf(quote);
        const text = JSON.stringify(sides);
        if (sides === null || text === sent) return;
        sent = text;
        session.send(tickByTickBidAsk(requestId, secondsAt(to), sides.bid, sides.ask));
      };
    },
  ],
  [
    'MidPoint',
    (session, requestId, _instrument, secondsAt) => {
      let sent = 0;
      return ({ quote, to }) => {
        const sides = sidesOf(quote);
        if (sides === null) return;
        const middle = Math.round(((sides.bid.price + sides.ask.price) / 2) * 1e8) / 1e8;
        if (middle === sent) return;
        sent = middle;
        session.send(tickByTickMidpoint(requestId, secondsAt(to), middle));
      };
    },
  ],
]);

/** What comes first when a client asks for past ticks in front of the live ones. */
const pastSources: ReadonlyMap<string, PastTickSource> = new Map<string, PastTickSource>([
  ['Last', 'TRADES'],
  ['AllLast', 'TRADES'],
  ['BidAsk', 'BID_ASK'],
  ['MidPoint', 'MIDPOINT'],
]);

function beginTicks(
  session: ClientSession,
  requestId: number,
  instrument: ListedInstrument,
  { kind, past }: { kind: string; past: number },
  { market, streams, tick, subscriptions }: GatewayRooms,
): Refusal | null {
  const sender = tickSenders.get(kind);
  if (sender === undefined) return refusal.ticks(`There is no tick type '${kind}'`);
  if (subscriptions !== 'all') {
    return refusal.ticks(lineRefusals.noPermissions(instrument, venueOf(instrument)));
  }
  if (instrument.secType === 'CASH' && (kind === 'Last' || kind === 'AllLast')) {
    return refusal.ticks('A currency pair has no trades');
  }
  if (past < 0 || past > mostPastTicks) {
    return refusal.ticks(`The number of past ticks must be 0 to ${mostPastTicks}`);
  }
  const pastSource = pastSources.get(kind);
  if (past > 0 && pastSource !== undefined) {
    const span = { count: past, from: null, to: tick().moment };
    session.send(pastTicksMessage(requestId, market, instrument, pastSource, span));
  }
  const secondsAt = (moment: number): number => Math.floor(market.calendar.epochOf(moment) / 1000);
  const update = sender(session, requestId, instrument, secondsAt);
  streams.subscribe(session, `ticks:${requestId}`, instrument, update);
  return null;
}

function cancel(
  name: string,
  kind: 'bars' | 'depth' | 'ticks',
  idField: 1 | 2,
  unknown: (id: number) => Refusal,
): RequestEntry {
  return {
    name,
    idField,
    handle(session, fields: FieldReader, { streams }: GatewayRooms) {
      if (idField === 2) fields.skip('version');
      const requestId = fields.integer('reqId');
      const stream: StreamName = `${kind}:${requestId}`;
      if (!streams.cancel(session, stream)) session.sendError(requestId, unknown(requestId));
    },
  };
}

/** Requests for depth, real-time bars and single ticks. */
export const streamRequests: readonly (readonly [number, RequestEntry])[] = [
  [
    10,
    {
      name: 'reqMktDepth',
      idField: 2,
      handle(session, fields, rooms) {
        fields.skip('version');
        const requestId = fields.integer('tickerId');
        const query = readContractQuery(fields);
        const rows = fields.integer('numRows');
        const smart = fields.flag('isSmartDepth');
        const instrument = findOneInstrument(rooms.market.instruments, query);
        if ('code' in instrument) return session.sendError(requestId, instrument);
        const why = depthRefusal(session, requestId, instrument, rows, rooms);
        if (why !== null) session.sendError(requestId, why);
        else beginDepth(session, requestId, instrument, { rows, smart }, rooms);
      },
    },
  ],
  [11, cancel('cancelMktDepth', 'depth', 2, refusal.noSuchBook)],
  [
    50,
    {
      name: 'reqRealTimeBars',
      idField: 2,
      handle(session, fields, rooms) {
        fields.skip('version');
        const requestId = fields.integer('reqId');
        const query = readContractQuery(fields);
        fields.skip('barSize');
        const source = fields.text('whatToShow');
        const instrument = findOneInstrument(rooms.market.instruments, query);
        if ('code' in instrument) return session.sendError(requestId, instrument);
        const why = rooms.streams.has(session, `bars:${requestId}`)
          ? lineRefusals.duplicate
          : beginBars(session, requestId, instrument, source, rooms);
        if (why !== null) session.sendError(requestId, why);
      },
    },
  ],
  [51, cancel('cancelRealTimeBars', 'bars', 2, lineRefusals.unknown)],
  [
    97,
    {
      name: 'reqTickByTickData',
      idField: 1,
      handle(session, fields, rooms) {
        const requestId = fields.integer('reqId');
        const query = readContractQuery(fields);
        const kind = fields.text('tickType');
        const past = fields.integer('numberOfTicks');
        const instrument = findOneInstrument(rooms.market.instruments, query);
        if ('code' in instrument) return session.sendError(requestId, instrument);
        const { streams } = rooms;
        if (streams.has(session, `ticks:${requestId}`)) {
          return session.sendError(requestId, lineRefusals.duplicate);
        }
        const why =
          streams.count(session, 'ticks') >= most.ticks
            ? refusal.tooManyTicks
            : beginTicks(session, requestId, instrument, { kind, past }, rooms);
        if (why !== null) session.sendError(requestId, why);
      },
    },
  ],
  [98, cancel('cancelTickByTickData', 'ticks', 1, lineRefusals.unknown)],
];

function depthRefusal(
  session: ClientSession,
  requestId: number,
  { tradable, localSymbol }: ListedInstrument,
  rows: number,
  { streams, subscriptions }: GatewayRooms,
): Refusal | null {
  if (subscriptions !== 'all') return lineRefusals.notSubscribed;
  if (!tradable) return refusals.invalid(`${localSymbol} has no book`);
  if (rows < 1 || rows > deepestRows) {
    return refusals.invalid(`Invalid number of rows; 1 to ${deepestRows} are shown`);
  }
  if (streams.has(session, `depth:${requestId}`)) return lineRefusals.duplicate;
  return streams.count(session, 'depth') >= most.depth ? refusal.tooManyBooks : null;
}
