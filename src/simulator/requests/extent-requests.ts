import { refusals } from '../exchange/refusals.ts';
import {
  barRange,
  countBars,
  makeBars,
  maxBars,
  parseBarSource,
  parseDuration,
} from '../market/bar-request.ts';
import { readingText } from '../market/time-zone.ts';
import { headTimestamp, histogramData } from '../wire/reference-messages.ts';
import { findOneInstrument, readContractQuery } from './contract-query.ts';
import { noHistory } from './history-access.ts';
import type { RequestEntry } from './rooms.ts';

/** Volume is spread over prices by bars of this length. */
const histogramBar = { seconds: 300 } as const;

const noTrades = noHistory('A currency pair has no trades');

/** `3 days`, `1 week` as a histogram's period is written; as bars write it, `3 D`. */
function durationOf(period: string): string {
  const match = /^(\d+) (S|D|W|M|Y|second|day|week|month|year)s?$/i.exec(period.trim());
  return match === null ? '' : `${match[1]} ${match[2]?.slice(0, 1)}`;
}

/** Answers are given at once, so a cancel finds nothing left to stop; IB says nothing then either. */
function nothingToStop(name: string): RequestEntry {
  return { name, idField: 1, handle() {} };
}

/** Requests about how far data goes back, and how volume lies over prices. */
export const extentRequests: readonly (readonly [number, RequestEntry])[] = [
  [
    87,
    {
      name: 'reqHeadTimestamp',
      idField: 1,
      handle(session, fields, { market }) {
        const requestId = fields.integer('reqId');
        const query = readContractQuery(fields);
        fields.skip('includeExpired', 'useRTH');
        const sourceText = fields.text('whatToShow');
        const formatDate = fields.integer('formatDate');
        const instrument = findOneInstrument(market.instruments, query);
        if ('code' in instrument) return session.sendError(requestId, instrument);
        const source = parseBarSource(sourceText);
        if (source === null) {
          const refusal = refusals.notSimulated(`Historical data of ${sourceText}`);
          return session.sendError(requestId, refusal);
        }
        if (source === 'TRADES' && instrument.secType === 'CASH') {
          return session.sendError(requestId, noTrades);
        }
        const head = market.calendar.openAt(0);
        const time = formatDate === 2 ? String(head / 1000) : readingText(head).replace(' ', '-');
        session.send(headTimestamp(requestId, time));
      },
    },
  ],
  [90, nothingToStop('cancelHeadTimestamp')],
  [
    88,
    {
      name: 'reqHistogramData',
      idField: 1,
      handle(session, fields, { market, tick }) {
        const requestId = fields.integer('reqId');
        const query = readContractQuery(fields);
        fields.skip('includeExpired', 'useRTH');
        const period = fields.text('timePeriod');
        const instrument = findOneInstrument(market.instruments, query);
        if ('code' in instrument) return session.sendError(requestId, instrument);
        const duration = parseDuration(durationOf(period));
        if (duration === null) {
          const refusal = refusals.invalid(`Invalid time period '${period}'; write it as '3 days'`);
          return session.sendError(requestId, refusal);
        }
        const range = barRange(duration, histogramBar, tick().moment, market.calendar);
        if (instrument.secType === 'CASH') return session.sendError(requestId, noTrades);
        if (countBars(range) > maxBars) {
          return session.sendError(
            requestId,
            refusals.invalid(`The period '${period}' is too long`),
          );
        }
        const sizes = new Map<number, number>();
        for (const { close, volume } of makeBars(market.of(instrument), range, 'TRADES')) {
          if (volume > 0) sizes.set(close, (sizes.get(close) ?? 0) + volume);
        }
        session.send(
          histogramData(
            requestId,
            [...sizes].toSorted(([a], [b]) => a - b),
          ),
        );
      },
    },
  ],
  [89, nothingToStop('cancelHistogramData')],
];
