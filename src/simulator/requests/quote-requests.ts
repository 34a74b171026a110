import { refusals, type Refusal } from '../exchange/refusals.ts';
import { maxMarketDataLines, sendQuote } from '../feeds/quote-feed.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import {
  marketDataTypeMessage,
  tickField,
  tickGeneric,
  tickReqParams,
  tickSnapshotEnd,
} from '../wire/quote-messages.ts';
import { noRequest } from '../wire/session-messages.ts';
import { findOneInstrument, readContractQuery } from './contract-query.ts';
import type { GatewayRooms, RequestEntry } from './rooms.ts';

const tooManyLines: Refusal = { code: 101, message: 'Max number of tickers has been reached.' };

const duplicateRequest: Refusal = {
  code: 322,
  message: "Error processing request.-'bF' : cause - Duplicate ticker id",
};

function unknownLine(requestId: number): Refusal {
  return { code: 300, message: `Can't find EId with tickerId:${requestId}` };
}

/** The simulated market is always open and paid for, so data is live (1) whatever type was asked for. */
const liveData = 1;

function beginQuotes(
  session: ClientSession,
  requestId: number,
  instrument: ListedInstrument,
  snapshot: boolean,
  { market, quotes, tick, now }: GatewayRooms,
): void {
  session.send(tickReqParams(requestId, instrument.minTick, ''));
  session.send(marketDataTypeMessage(requestId, liveData));
  session.send(tickGeneric(requestId, tickField.halted, 0));
  const { moment, step } = tick();
  const quote = market.of(instrument).quoteAt(moment, step);
  if (snapshot) {
    sendQuote(session, requestId, quote, null, Math.floor(now() / 1000));
    session.send(tickSnapshotEnd(requestId));
  } else {
    quotes.subscribe(session, requestId, instrument, quote);
  }
}

/** Requests for streaming quotes. */
export const quoteRequests: readonly (readonly [number, RequestEntry])[] = [
  [
    1,
    {
      name: 'reqMktData',
      idField: 2,
      handle(session, fields, rooms) {
        fields.skip('version');
        const requestId = fields.integer('tickerId');
        const query = readContractQuery(fields);
        if (query.secType === 'BAG') {
          // The legs of a combination follow here, so nothing after it can be read.
          session.sendError(requestId, refusals.notSimulated('A combination'));
          return;
        }
        if (fields.flag('deltaNeutral')) {
          session.sendError(requestId, refusals.notSimulated('A delta-neutral contract'));
          return;
        }
        fields.skip('genericTickList');
        const snapshot = fields.flag('snapshot') || fields.flag('regulatorySnapshot');
        const instrument = findOneInstrument(rooms.market.instruments, query);
        if ('code' in instrument) session.sendError(requestId, instrument);
        else if (rooms.quotes.has(session, requestId))
          session.sendError(requestId, duplicateRequest);
        else if (rooms.quotes.linesOf(session) >= maxMarketDataLines) {
          session.sendError(requestId, tooManyLines);
        } else beginQuotes(session, requestId, instrument, snapshot, rooms);
      },
    },
  ],
  [
    2,
    {
      name: 'cancelMktData',
      idField: 2,
      handle(session, fields, { quotes }) {
        fields.skip('version');
        const requestId = fields.integer('tickerId');
        if (!quotes.cancel(session, requestId))
          session.sendError(requestId, unknownLine(requestId));
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
        const type = fields.integer('marketDataType');
        if (type < 1 || type > 4) {
          session.sendError(noRequest, refusals.invalid(`Invalid market data type ${type}`));
        }
      },
    },
  ],
];
