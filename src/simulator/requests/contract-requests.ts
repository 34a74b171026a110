import { refusals } from '../exchange/refusals.ts';
import { contractHours } from '../market/contract-hours.ts';
import { dayOf } from '../market/trading-calendar.ts';
import {
  contractDetails,
  contractDetailsEnd,
  marketRule,
  symbolSamples,
} from '../wire/contract-messages.ts';
import { noRequest } from '../wire/session-messages.ts';
import { findInstruments, readContractQuery, searchInstruments } from './contract-query.ts';
import type { RequestEntry } from './rooms.ts';

/** Requests about what can be traded. */
export const contractRequests: readonly (readonly [number, RequestEntry])[] = [
  [
    9,
    {
      name: 'reqContractDetails',
      idField: 2,
      handle(session, fields, { market, tick }) {
        fields.skip('version');
        const requestId = fields.integer('reqId');
        const found = findInstruments(market.instruments, readContractQuery(fields));
        if (found.length === 0) {
          session.sendError(requestId, refusals.unknownContract);
          return;
        }
        const date = market.calendar.dateAt(dayOf(tick().moment));
        for (const instrument of found) {
          const hours = contractHours(instrument, market.catalogue, market.calendar, date);
          session.send(contractDetails(session.serverVersion, requestId, instrument, hours));
        }
        session.send(contractDetailsEnd(requestId));
      },
    },
  ],
  [
    81,
    {
      name: 'reqMatchingSymbols',
      idField: 1,
      handle(session, fields, { market }) {
        const requestId = fields.integer('reqId');
        const pattern = fields.text('pattern');
        session.send(symbolSamples(requestId, searchInstruments(market.instruments, pattern)));
      },
    },
  ],
  [
    91,
    {
      name: 'reqMarketRule',
      idField: null,
      handle(session, fields, { market }) {
        const marketRuleId = fields.integer('marketRuleId');
        const increments = market.catalogue.marketRules[String(marketRuleId)];
        if (increments === undefined) {
          session.sendError(noRequest, refusals.invalid(`There is no market rule ${marketRuleId}`));
          return;
        }
        session.send(marketRule(marketRuleId, increments));
      },
    },
  ],
];
