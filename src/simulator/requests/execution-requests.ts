import type { ExchangeExecution } from '../exchange/order.ts';
import { refusals } from '../exchange/refusals.ts';
import { parseMoment } from '../market/bar-request.ts';
import type { MarketMoment, TradingCalendar } from '../market/trading-calendar.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import { venueOf } from '../wire/contract-fields.ts';
import type { FieldReader } from '../wire/fields.ts';
import { commissionReport, executionDetailsEnd, handEntered } from '../wire/order-messages.ts';
import { sendExecution } from './order-answers.ts';
import type { GatewayRooms, RequestEntry } from './rooms.ts';

/** What a reqExecutions filter asks for; empty fields match anything. */
interface ExecutionFilter {
  clientId: number;
  accountId: string;
  /** Null when it cannot be read. */
  from: MarketMoment | null;
  symbol: string;
  secType: string;
  exchange: string;
  side: string;
}

function readFilter(fields: FieldReader, calendar: TradingCalendar): ExecutionFilter {
  return {
    clientId: fields.integer('clientId'),
    accountId: fields.text('acctCode'),
    from: readTime(fields.text('time').trim(), calendar),
    symbol: fields.text('symbol').toUpperCase(),
    secType: fields.text('secType').toUpperCase(),
    exchange: fields.text('exchange').toUpperCase(),
    side: fields.text('side').toUpperCase(),
  };
}

/** A moment as in other requests; the seconds may be left out. */
function readTime(text: string, calendar: TradingCalendar): MarketMoment | null {
  if (text === '') return -Infinity;
  return parseMoment(text.replace(/([ -]\d{2}:\d{2})(?!:)(?=$| )/, '$1:00'), calendar);
}

function passes({ order, at }: ExchangeExecution, filter: ExecutionFilter): boolean {
  const { instrument, terms } = order;
  const side = filter.side.startsWith('B') ? 'BUY' : filter.side.startsWith('S') ? 'SELL' : '';
  const clientId = order.clientId === handEntered ? 0 : order.clientId;
  return (
    (filter.clientId === 0 || clientId === filter.clientId) &&
    (filter.accountId === '' || order.accountId === filter.accountId) &&
    (filter.symbol === '' || instrument.symbol === filter.symbol) &&
    (filter.secType === '' || instrument.secType === filter.secType) &&
    (filter.exchange === '' ||
      [instrument.exchange, venueOf(instrument)].includes(filter.exchange)) &&
    (side === '' || terms.side === side) &&
    at >= (filter.from ?? Infinity)
  );
}

function requestExecutions(session: ClientSession, fields: FieldReader, rooms: GatewayRooms): void {
  fields.skip('version');
  const requestId = fields.integer('reqId');
  const filter = readFilter(fields, rooms.market.calendar);
  if (filter.from === null) {
    return session.sendError(
      requestId,
      refusals.invalid('Write the time of an execution filter as 20200309-14:00:00, UTC'),
    );
  }
  for (const execution of rooms.exchange.executions()) {
    if (!passes(execution, filter)) continue;
    sendExecution(session, requestId, execution, rooms);
    session.send(commissionReport(execution));
  }
  session.send(executionDetailsEnd(requestId));
}

/** Requests about executions. */
export const executionRequests: readonly (readonly [number, RequestEntry])[] = [
  [7, { name: 'reqExecutions', idField: 2, handle: requestExecutions }],
];
