import { refusals, type Refusal } from '../exchange/refusals.ts';
import { legalGenericTicks } from '../feeds/generic-ticks.ts';
import { lineRefusals } from '../feeds/line-refusals.ts';
import type { OptionView } from '../feeds/option-ticks.ts';
import { dataDelayMs, maxMarketDataLines, sendQuote, type QuoteLine } from '../feeds/quote-feed.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import { dayOf } from '../market/trading-calendar.ts';
import type { ClientSession, MarketDataType } from '../sessions/client-session.ts';
import type { FieldReader } from '../wire/fields.ts';
import {
  delayedTickFields,
  liveTickFields,
  marketDataTypeMessage,
  tickField,
  tickGeneric,
  tickReqParams,
  tickSnapshotEnd,
} from '../wire/quote-messages.ts';
import { noRequest } from '../wire/session-messages.ts';
import { findOneInstrument, readContractQuery } from './contract-query.ts';
import { newsOfDay, type NewsItem } from './newswire.ts';
import type { DataSubscriptions, GatewayRooms, RequestEntry } from './rooms.ts';

/** What a request for quotes is given: an error alone, or data of a kind, possibly with a notice. */
type Entitlement =
  | { refusal: Refusal }
  | { type: MarketDataType; prices: 'live' | 'delayed' | 'none'; notice: Refusal | null };

/**
 * What an account is shown for what it pays and what its client wants. Frozen data (2, 4) is the close of a market
 * that is closed; the simulated market is always in a session, and then IB too shows it live. Source: IB, TWS API,
 * Market Data Types and Message Codes 354, 10089, 10090, 10167, 10168.
 */
function entitlementOf(
  subscriptions: DataSubscriptions,
  wanted: MarketDataType,
  hasGenericTicks: boolean,
  symbol: string,
): Entitlement {
  if (subscriptions === 'all') return { type: 1, prices: 'live', notice: null };
  const wantsDelayed = wanted >= 3;
  if (subscriptions === 'none') {
    return {
      refusal: wantsDelayed ? lineRefusals.notSubscribed : lineRefusals.delayedNotEnabled,
    };
  }
  if (wantsDelayed) {
    return { type: 3, prices: 'delayed', notice: lineRefusals.displayingDelayed };
  }
  return hasGenericTicks
    ? { type: 1, prices: 'none', notice: lineRefusals.partlySubscribed(symbol) }
    : { refusal: lineRefusals.liveNotSubscribed(symbol) };
}

interface QuoteRequest {
  instrument: ListedInstrument;
  generic: ReadonlySet<number>;
  snapshot: boolean;
}

function beginQuotes(
  session: ClientSession,
  requestId: number,
  { instrument, generic, snapshot }: QuoteRequest,
  rooms: GatewayRooms,
): void {
  const { market, quotes, tick, now } = rooms;
  const entitlement = entitlementOf(
    rooms.subscriptions,
    session.marketDataType,
    generic.size > 0,
    instrument.localSymbol,
  );
  if ('refusal' in entitlement) return session.sendError(requestId, entitlement.refusal);
  if (quotes.isCompeting) session.sendError(requestId, lineRefusals.competingSession);
  if (entitlement.notice !== null) session.sendError(requestId, entitlement.notice);
  session.send(tickReqParams(requestId, instrument.minTick, bboExchangeOf(instrument)));
  session.send(marketDataTypeMessage(requestId, entitlement.type));
  const delayed = entitlement.prices === 'delayed';
  const halted = delayed ? tickField.delayedHalted : tickField.halted;
  session.send(tickGeneric(requestId, halted, quotes.haltValueOf(instrument)));
  const ofMarket = market.of(instrument);
  const delayedQuote = () => {
    const { moment, step } = tick();
    return ofMarket.quoteAt(moment - dataDelayMs, step);
  };
  const prices: QuoteLine['prices'] =
    entitlement.prices === 'delayed' ? delayedQuote : entitlement.prices;
  const { moment, step } = tick();
  if (!snapshot) {
    const live = ofMarket.quoteAt(moment, step);
    const latestNews = (): NewsItem | null =>
      newsOfDay(market, instrument, dayOf(tick().moment) - 1);
    const optionView = (): OptionView | null =>
      market.optionModel(instrument, tick().moment - (delayed ? dataDelayMs : 0));
    const line: QuoteLine = {
      instrument,
      generic,
      prices,
      optionView: instrument.secType === 'OPT' ? optionView : null,
      latestNews,
    };
    quotes.subscribe(session, requestId, line, live);
    return;
  }
  if (prices !== 'none' && !quotes.isCompeting) {
    const standing = quotes.standing(instrument) ?? ofMarket.quoteAt(moment, step);
    const quote = prices === 'live' ? standing : prices();
    const at = Math.floor((now() - (delayed ? dataDelayMs : 0)) / 1000);
    sendQuote(session, requestId, quote, null, at, delayed ? delayedTickFields : liveTickFields);
  }
  session.send(tickSnapshotEnd(requestId));
}

/** How TWS names the group of exchanges that a smart-routed quote joins; reqSmartComponents takes it. */
function bboExchangeOf({ secType }: ListedInstrument): string {
  return secType === 'STK' ? '9c0001' : '';
}

/** `233,236` or `mdoff,292:BRFG`; a refusal names what is not a generic tick. */
function readGenericTicks(text: string): ReadonlySet<number> | Refusal {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name.toLowerCase() !== 'mdoff');
  const ids = names.map((name) => Number(name.split(':')[0]));
  const wrong = names.filter((_, i) => !legalGenericTicks.has(ids[i] ?? NaN));
  if (wrong.length === 0) return new Set(ids);
  return refusals.invalid(
    `Incorrect generic tick list of ${wrong.join(',')}.  Legal ones are: ` +
      [...legalGenericTicks].toSorted((a, b) => a - b).join(','),
  );
}

function requestQuotes(session: ClientSession, fields: FieldReader, rooms: GatewayRooms): void {
  fields.skip('version');
  const requestId = fields.integer('tickerId');
  const query = readContractQuery(fields);
  const refuse = (refusal: Refusal): void => session.sendError(requestId, refusal);
  // The legs of a combination follow here, so nothing after it can be read.
  if (query.secType === 'BAG') return refuse(refusals.notSimulated('A combination'));
  if (fields.flag('deltaNeutral')) {
    return refuse(refusals.notSimulated('A delta-neutral contract'));
  }
  const generic = readGenericTicks(fields.text('genericTickList'));
  const snapshot = fields.flag('snapshot');
  const regulatory = fields.flag('regulatorySnapshot');
  if ('code' in generic) return refuse(generic);
  if (snapshot && generic.size > 0) {
    return refuse(
      refusals.invalid('Snapshot market data subscription is not applicable to generic ticks'),
    );
  }
  const instrument = findOneInstrument(rooms.market.instruments, query);
  if ('code' in instrument) return refuse(instrument);
  const { quotes } = rooms;
  if (quotes.has(session, requestId)) return refuse(lineRefusals.duplicate);
  if (quotes.linesOf(session) >= maxMarketDataLines) return refuse(lineRefusals.tooManyLines);
  beginQuotes(session, requestId, { instrument, generic, snapshot: snapshot || regulatory }, rooms);
}

const dataTypes: Readonly<Record<number, MarketDataType>> = { 1: 1, 2: 2, 3: 3, 4: 4 };

/** Requests for streaming quotes. */
export const quoteRequests: readonly (readonly [number, RequestEntry])[] = [
  [1, { name: 'reqMktData', idField: 2, handle: requestQuotes }],
  [
    2,
    {
      name: 'cancelMktData',
      idField: 2,
      handle(session, fields, { quotes }) {
        fields.skip('version');
        const requestId = fields.integer('tickerId');
        if (!quotes.cancel(session, requestId)) {
          session.sendError(requestId, lineRefusals.unknown(requestId));
        }
      },
    },
  ],
  [
    59,
    {
      name: 'reqMarketDataType',
      idField: null,
      handle(session, fields) {
        fields.skip('version');
        const wanted = fields.integer('marketDataType');
        const type = dataTypes[wanted];
        if (type !== undefined) session.marketDataType = type;
        else session.sendError(noRequest, refusals.invalid(`Invalid market data type ${wanted}`));
      },
    },
  ],
];
