import { refusals, type Refusal } from '../exchange/refusals.ts';
import { lineRefusals } from '../feeds/line-refusals.ts';
import {
  barRange,
  barTime,
  countBars,
  makeBars,
  maxBars,
  parseBarSize,
  parseBarSource,
  parseDuration,
  parseEnd,
  type BarRange,
} from '../market/bar-request.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { BarSource } from '../market/instrument-market.ts';
import { momentText } from '../market/time-zone.ts';
import { marketZone } from '../market/trading-calendar.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import type { FieldReader } from '../wire/fields.ts';
import { historicalData, historicalSchedule } from '../wire/history-messages.ts';
import { bidAskBars } from './bid-ask-bars.ts';
import { findOneInstrument, readContractQuery, type ContractQuery } from './contract-query.ts';
import { historyRefusal, noHistory } from './history-access.ts';
import type { GatewayRooms, RequestEntry } from './rooms.ts';
import { scheduleOf } from './session-schedule.ts';

const unreadableEnd: Refusal = {
  code: 10314,
  message:
    'End Date/Time: The date, time, or time-zone entered is invalid. The correct format is ' +
    'yyyymmdd hh:mm:ss xx/xxxx where yyyymmdd and xx/xxxx are optional.',
};

/** A request for bars as it came. */
interface RawRequest {
  query: ContractQuery;
  end: string;
  size: string;
  duration: string;
  useRth: boolean;
  whatToShow: string;
  formatDate: number;
  keepUpToDate: boolean;
}

/** What is answered: the sessions of a range, or its bars. */
interface Plan {
  instrument: ListedInstrument;
  range: BarRange;
  source: BarSource | 'BID_ASK' | 'SCHEDULE';
}

/** Null when the message ends with a combination's legs, after which nothing can be read. */
function readRequest(fields: FieldReader): RawRequest | null {
  const query = readContractQuery(fields);
  fields.skip('includeExpired');
  const end = fields.text('endDateTime');
  const size = fields.text('barSizeSetting');
  const duration = fields.text('durationStr');
  const useRth = fields.flag('useRTH');
  const whatToShow = fields.text('whatToShow').trim().toUpperCase();
  const formatDate = fields.integer('formatDate');
  if (query.secType === 'BAG') return null;
  const keepUpToDate = fields.flag('keepUpToDate');
  return { query, end, size, duration, useRth, whatToShow, formatDate, keepUpToDate };
}

function sourceOf(whatToShow: string): Plan['source'] | null {
  return whatToShow === 'BID_ASK' || whatToShow === 'SCHEDULE'
    ? whatToShow
    : parseBarSource(whatToShow);
}

/** What the request asks for, or with IB's code what is wrong with it. */
function planOf(
  session: ClientSession,
  requestId: number,
  raw: RawRequest,
  rooms: GatewayRooms,
): Plan | Refusal {
  const { market, bars, tick } = rooms;
  const instrument = findOneInstrument(market.instruments, raw.query);
  if ('code' in instrument) return instrument;
  const parts = [raw.end, raw.size, raw.duration, raw.formatDate, raw.keepUpToDate];
  const refused = historyRefusal(session, instrument, raw.whatToShow, parts, rooms);
  if (refused !== null) return refused;
  const size = parseBarSize(raw.size);
  if (size === null) return refusals.invalid(`Invalid bar size '${raw.size}'`);
  const duration = parseDuration(raw.duration);
  if (duration === null) {
    return refusals.invalid(`Invalid duration '${raw.duration}'; write it as '1 D'`);
  }
  const source = sourceOf(raw.whatToShow);
  if (source === null) return refusals.notSimulated(`Historical data of ${raw.whatToShow}`);
  if (source === 'SCHEDULE' && !('days' in size && size.days === 1)) {
    return refusals.invalid('A schedule is asked for with a bar size of 1 day');
  }
  if (source === 'TRADES' && instrument.secType === 'CASH') {
    return noHistory('No historical market data for a currency pair and TRADES; use MIDPOINT');
  }
  if (raw.keepUpToDate) {
    if (source === 'BID_ASK' || source === 'SCHEDULE') {
      return refusals.invalid(
        `Bars of ${source} cannot be kept up to date; use BID, ASK or MIDPOINT`,
      );
    }
    if (raw.end !== '') {
      return refusals.invalid('An end time cannot be given for bars that are kept up to date');
    }
    if (bars.has(session, requestId)) return lineRefusals.duplicate;
  }
  const end = parseEnd(raw.end, tick().moment, market.calendar);
  if (end === null) return unreadableEnd;
  const range = barRange(duration, size, end, market.calendar);
  return countBars(range) > maxBars
    ? noHistory('The time length of the request is too long for the bar size')
    : { instrument, range, source };
}

function answerWithBars(
  session: ClientSession,
  requestId: number,
  { instrument, range, source }: Plan & { source: BarSource | 'BID_ASK' },
  { formatDate, keepUpToDate }: RawRequest,
  { market, bars, tick }: GatewayRooms,
): void {
  const ofMarket = market.of(instrument);
  const made =
    source === 'BID_ASK' ? bidAskBars(ofMarket, range) : makeBars(ofMarket, range, source);
  if (made.length === 0) {
    return session.sendError(requestId, noHistory('HMDS query returned no data'));
  }
  const timeZoneId = market.catalogue.hours[instrument.hours]?.timeZoneId ?? marketZone;
  const { calendar } = market;
  session.send(
    historicalData(
      requestId,
      momentText(calendar.epochOf(range.start), timeZoneId),
      momentText(calendar.epochOf(range.end), timeZoneId),
      made.map((bar) => ({
        ...bar,
        // Only trades have a volume.
        volume: source === 'TRADES' ? bar.volume : -1,
        time: barTime(bar.start, range.size, formatDate, calendar, timeZoneId),
      })),
    ),
  );
  if (keepUpToDate && source !== 'BID_ASK') {
    const subscription = { market: ofMarket, size: range.size, source, formatDate, timeZoneId };
    bars.subscribe(session, requestId, subscription, tick().moment);
  }
}

function requestBars(session: ClientSession, fields: FieldReader, rooms: GatewayRooms): void {
  const requestId = fields.integer('reqId');
  const raw = readRequest(fields);
  if (raw === null) {
    return session.sendError(requestId, refusals.notSimulated('A combination'));
  }
  const plan = planOf(session, requestId, raw, rooms);
  if ('code' in plan) return session.sendError(requestId, plan);
  const { instrument, range, source } = plan;
  if (source === 'SCHEDULE') {
    const schedule = scheduleOf(instrument, rooms.market, range, raw.useRth);
    session.send(historicalSchedule(requestId, schedule.timeZoneId, schedule.sessions));
  } else answerWithBars(session, requestId, { ...plan, source }, raw, rooms);
}

/** Requests for bars. */
export const historyRequests: readonly (readonly [number, RequestEntry])[] = [
  [20, { name: 'reqHistoricalData', idField: 1, handle: requestBars }],
  [
    25,
    {
      name: 'cancelHistoricalData',
      idField: 2,
      handle(session, fields, { bars }) {
        fields.skip('version');
        const requestId = fields.integer('reqId');
        if (!bars.cancel(session, requestId)) {
          session.sendError(requestId, {
            code: 366,
            message: `No historical data query found for ticker id:${requestId}`,
          });
        }
      },
    },
  ],
];
