import { refusals, type Refusal } from '../exchange/refusals.ts';
import { parseMoment } from '../market/bar-request.ts';
import { findOneInstrument, readContractQuery } from './contract-query.ts';
import { historyRefusal, noHistory } from './history-access.ts';
import { mostPastTicks, pastTicksMessage, type PastTickSource } from './past-ticks.ts';
import type { RequestEntry } from './rooms.ts';

const sources: readonly PastTickSource[] = ['TRADES', 'BID_ASK', 'MIDPOINT'];

const noTrades = noHistory(
  'No historical market data for a currency pair and TRADES; use MIDPOINT or BID_ASK',
);

/** Requests for single ticks of the past. */
export const pastTickRequests: readonly (readonly [number, RequestEntry])[] = [
  [
    96,
    {
      name: 'reqHistoricalTicks',
      idField: 1,
      handle(session, fields, rooms) {
        const { market, tick } = rooms;
        const requestId = fields.integer('reqId');
        const query = readContractQuery(fields);
        const refuse = (refusal: Refusal): void => session.sendError(requestId, refusal);
        fields.skip('includeExpired');
        const startText = fields.text('startDateTime').trim();
        const endText = fields.text('endDateTime').trim();
        const count = fields.integer('numberOfTicks');
        const sourceText = fields.text('whatToShow');
        const instrument = findOneInstrument(market.instruments, query);
        if ('code' in instrument) return refuse(instrument);
        const wanted = sourceText.trim().toUpperCase();
        const source = sources.find((known) => known === wanted);
        if (source === undefined) {
          return refuse(refusals.invalid(`Historical ticks of '${sourceText}' do not exist`));
        }
        if (source === 'TRADES' && instrument.secType === 'CASH') return refuse(noTrades);
        if ((startText === '') === (endText === '')) {
          return refuse(refusals.invalid('Give either the start or the end of historical ticks'));
        }
        if (count < 1 || count > mostPastTicks) {
          return refuse(refusals.invalid(`The number of ticks must be 1 to ${mostPastTicks}`));
        }
        const moment = parseMoment(startText === '' ? endText : startText, market.calendar);
        if (moment === null) {
          return refuse(refusals.invalid(`Invalid date and time '${startText}${endText}'`));
        }
        const parts = ['ticks', startText, endText, count];
        const refused = historyRefusal(session, instrument, source, parts, rooms);
        if (refused !== null) return refuse(refused);
        const now = tick().moment;
        const span =
          startText === ''
            ? { count, from: null, to: Math.min(moment, now) }
            : { count, from: moment, to: now };
        session.send(pastTicksMessage(requestId, market, instrument, source, span));
      },
    },
  ],
];
