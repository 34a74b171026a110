import { venueOf } from '../wire/contract-fields.ts';
import type { FieldReader } from '../wire/fields.ts';
import {
  depthExchanges,
  displayGroupList,
  smartComponents,
  softDollarTiers,
} from '../wire/reference-messages.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { RequestEntry } from './rooms.ts';

/** The letters of the exchanges whose quotes a smart route joins. Source: IB, TWS API, Smart Components. */
const exchangeLetters: Readonly<Record<string, string>> = { NASDAQ: 'Q', NYSE: 'N', ARCA: 'P' };

/** The venues of what is listed, once each. */
function venuesOf(
  instruments: readonly ListedInstrument[],
): { exchange: string; secType: string }[] {
  const venues = new Map<string, { exchange: string; secType: string }>();
  for (const instrument of instruments) {
    const { tradable, secType } = instrument;
    const exchange = venueOf(instrument);
    if (tradable) venues.set(`${exchange}:${secType}`, { exchange, secType });
  }
  return [...venues.values()];
}

/** A request that is answered with its end alone: the simulated market has none of it. */
function nothing(name: string, end: (requestId: number) => string, idField = 1): RequestEntry {
  return {
    name,
    idField,
    handle(session, fields: FieldReader) {
      if (idField === 2) fields.skip('version');
      session.send(end(fields.integer('reqId')));
    },
  };
}

/** Requests about venues, news and other things around the market; many clients ask for them as they connect. */
export const referenceRequests: readonly (readonly [number, RequestEntry])[] = [
  [
    12,
    {
      name: 'reqNewsBulletins',
      idField: null,
      handle(session, fields, { bulletins }) {
        fields.skip('version');
        bulletins.subscribe(session, fields.flag('allMsgs'));
      },
    },
  ],
  [
    13,
    {
      name: 'cancelNewsBulletins',
      idField: null,
      handle(session, _fields, { bulletins }) {
        bulletins.cancel(session);
      },
    },
  ],
  [67, nothing('queryDisplayGroups', displayGroupList, 2)],
  [79, nothing('reqSoftDollarTiers', softDollarTiers)],
  [
    82,
    {
      name: 'reqMktDepthExchanges',
      idField: null,
      handle(session, _fields, { market }) {
        session.send(depthExchanges(venuesOf(market.instruments)));
      },
    },
  ],
  [
    83,
    {
      name: 'reqSmartComponents',
      idField: 1,
      handle(session, fields, { market }) {
        const components = venuesOf(market.instruments).flatMap(({ exchange }) => {
          const letter = exchangeLetters[exchange];
          return letter === undefined ? [] : [{ exchange, letter }];
        });
        session.send(smartComponents(fields.integer('reqId'), components));
      },
    },
  ],
];
