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
} from '../market/bar-request.ts';
import { momentText } from '../market/time-zone.ts';
import { marketZone } from '../market/trading-calendar.ts';
import { historyPacingRefusal } from '../sessions/history-pacing.ts';
import { historicalData, historicalSchedule } from '../wire/history-messages.ts';
import { bidAskBars } from './bid-ask-bars.ts';
import { findOneInstrument, readContractQuery } from './contract-query.ts';
import type { RequestEntry } from './rooms.ts';
import { scheduleOf } from './session-schedule.ts';

function noData(cause: string): Refusal {
  return { code: 162, message: `Historical Market Data Service error message:${cause}` };
}

const unreadableEnd: Refusal = {
  code: 10314,
  message:
    'End Date/Time: The date, time, or time-zone entered is invalid. The correct format is ' +
    'yyyymmdd hh:mm:ss xx/xxxx where yyyymmdd and xx/xxxx are optional.',
};

/** Requests for bars. */
export const historyRequests: readonly (readonly [number, RequestEntry])[] = [
  [
    20,
    {
      name: 'reqHistoricalData',
      idField: 1,
      handle(session, fields, { market, bars, tick, allowsHistory, faults }) {
        const requestId = fields.integer('reqId');
        const query = readContractQuery(fields);
        const refuse = (refusal: Refusal): void => session.sendError(requestId, refusal);
        fields.skip('includeExpired');
        const endText = fields.text('endDateTime');
        const sizeText = fields.text('barSizeSetting');
        const durationText = fields.text('durationStr');
        const useRth = fields.flag('useRTH');
        const sourceText = fields.text('whatToShow');
        const formatDate = fields.integer('formatDate');
        if (query.secType === 'BAG') return refuse(refusals.notSimulated('A combination'));
        const keepUpToDate = fields.flag('keepUpToDate');
        const instrument = findOneInstrument(market.instruments, query);
        if ('code' in instrument) return refuse(instrument);
        const asked = {
          conId: instrument.conId,
          whatToShow: sourceText,
          fingerprint: [endText, sizeText, durationText, formatDate, keepUpToDate].join('|'),
        };
        if (faults.isHistoryDown) return refuse(noData('HMDS data farm connection is broken'));
        if (!allowsHistory(session, asked)) return refuse(historyPacingRefusal);
        const size = parseBarSize(sizeText);
        if (size === null) return refuse(refusals.invalid(`Invalid bar size '${sizeText}'`));
        const duration = parseDuration(durationText);
        if (duration === null) {
          return refuse(refusals.invalid(`Invalid duration '${durationText}'; write it as '1 D'`));
        }
        const wanted = sourceText.trim().toUpperCase();
        const source = wanted === 'BID_ASK' ? 'BID_ASK' : parseBarSource(sourceText);
        if (source === null && wanted !== 'SCHEDULE') {
          return refuse(refusals.notSimulated(`Historical data of ${sourceText}`));
        }
        if (source === 'TRADES' && instrument.secType === 'CASH') {
          return refuse(
            noData('No historical market data for a currency pair and TRADES; use MIDPOINT'),
          );
        }
        if (keepUpToDate && (source === 'BID_ASK' || source === null)) {
          return refuse(
            refusals.invalid(
              `Bars of ${wanted} cannot be kept up to date; use BID, ASK or MIDPOINT`,
            ),
          );
        }
        if (keepUpToDate && endText !== '') {
          return refuse(
            refusals.invalid('An end time cannot be given for bars that are kept up to date'),
          );
        }
        if (keepUpToDate && bars.has(session, requestId)) return refuse(lineRefusals.duplicate);
        const now = tick().moment;
        const end = parseEnd(endText, now, market.calendar);
        if (end === null) return refuse(unreadableEnd);
        const range = barRange(duration, size, end, market.calendar);
        if (countBars(range) > maxBars) {
          return refuse(noData('The time length of the request is too long for the bar size'));
        }
        const instrumentMarket = market.of(instrument);
        if (source === null) {
          if (!('days' in size) || size.days !== 1) {
            return refuse(refusals.invalid('A schedule is asked for with a bar size of 1 day'));
          }
          const schedule = scheduleOf(instrument, market, range, useRth);
          session.send(historicalSchedule(requestId, schedule.timeZoneId, schedule.sessions));
          return;
        }
        const made =
          source === 'BID_ASK'
            ? bidAskBars(instrumentMarket, range)
            : makeBars(instrumentMarket, range, source);
        if (made.length === 0) return refuse(noData('HMDS query returned no data'));
        const hours = market.catalogue.hours[instrument.hours];
        const timeZoneId = hours?.timeZoneId ?? marketZone;
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
              time: barTime(bar.start, size, formatDate, calendar, timeZoneId),
            })),
          ),
        );
        if (keepUpToDate && source !== 'BID_ASK') {
          const subscription = { market: instrumentMarket, size, source, formatDate, timeZoneId };
          bars.subscribe(session, requestId, subscription, now);
        }
      },
    },
  ],
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
