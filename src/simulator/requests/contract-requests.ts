import { refusals } from '../exchange/refusals.ts';
import { contractHours } from '../market/contract-hours.ts';
import { dayOf } from '../market/trading-calendar.ts';
import {
  bondContractDetails,
  contractDetails,
  contractDetailsEnd,
  marketRule,
  optionParameters,
  optionParametersEnd,
  symbolSamples,
} from '../wire/contract-messages.ts';
import { noRequest } from '../wire/session-messages.ts';
import { findInstruments, readContractQuery, searchInstruments } from './contract-query.ts';
import { optionChainsOf } from './option-chain.ts';
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
          const details = instrument.secType === 'BOND' ? bondContractDetails : contractDetails;
          session.send(details(session.serverVersion, requestId, instrument, hours));
        }
        session.send(contractDetailsEnd(requestId));
      },
    },
  ],
  [
    78,
    {
      name: 'reqSecDefOptParams',
      idField: 1,
      handle(session, fields, { market }) {
        const requestId = fields.integer('reqId');
        fields.skip('underlyingSymbol');
        const exchange = fields.text('futFopExchange');
        fields.skip('underlyingSecType');
        const conId = fields.integer('underlyingConId');
        if (market.byConId(conId) === undefined) {
          return session.sendError(requestId, refusals.invalid('Invalid contract id'));
        }
        for (const chain of optionChainsOf(market.optionChain(conId), conId)) {
          if (exchange === '' || exchange === chain.exchange) {
            session.send(optionParameters(requestId, chain));
          }
        }
        session.send(optionParametersEnd(requestId));
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
        const found = searchInstruments(market.instruments, fields.text('pattern'));
        const samples = found.map((instrument) => ({
          instrument,
          derivatives: [
            ...new Set(
              market.instruments
                .filter(({ underlying }) => underlying?.conId === instrument.conId)
                .map(({ secType }) => secType),
            ),
          ],
        }));
        session.send(symbolSamples(requestId, samples));
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
        const increments = market.marketRule(marketRuleId);
        if (increments === undefined) {
          session.sendError(noRequest, refusals.invalid(`There is no market rule ${marketRuleId}`));
          return;
        }
        session.send(marketRule(marketRuleId, increments));
      },
    },
  ],
];
