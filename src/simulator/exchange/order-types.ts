import { z } from 'zod';

import type { ListedInstrument } from '../market/catalogue.ts';

export const exchangeOrderTypeSchema = z.enum([
  'MKT',
  'LMT',
  'STP',
  'STP LMT',
  'TRAIL',
  'TRAIL LIMIT',
  'MIT',
  'LIT',
  'MOC',
  'LOC',
  'REL',
]);
export type ExchangeOrderType = z.infer<typeof exchangeOrderTypeSchema>;

export const exchangeTimeInForceSchema = z.enum(['DAY', 'GTC', 'IOC', 'FOK', 'GTD', 'OPG']);
export type ExchangeTimeInForce = z.infer<typeof exchangeTimeInForceSchema>;

export interface OrderTypeTraits {
  /** It carries a limit price. */
  limit: boolean;
  /** What it waits for before it trades: a stop or a better price, fixed, or a stop that trails the market. */
  trigger: 'stop' | 'touch' | 'trail' | null;
  /** It trades in the closing auction alone. */
  atClose: boolean;
  /** Its price follows the touch of its own side; a limit price it carries is as far as it follows. */
  pegged: boolean;
}

/** What an order type does. Source: IB, TWS API, Basic Orders. */
export const orderTypeTraits: Readonly<Record<ExchangeOrderType, OrderTypeTraits>> = {
  MKT: { limit: false, trigger: null, atClose: false, pegged: false },
  LMT: { limit: true, trigger: null, atClose: false, pegged: false },
  STP: { limit: false, trigger: 'stop', atClose: false, pegged: false },
  'STP LMT': { limit: true, trigger: 'stop', atClose: false, pegged: false },
  TRAIL: { limit: false, trigger: 'trail', atClose: false, pegged: false },
  // Its limit follows from the stop when that is reached.
  'TRAIL LIMIT': { limit: false, trigger: 'trail', atClose: false, pegged: false },
  MIT: { limit: false, trigger: 'touch', atClose: false, pegged: false },
  LIT: { limit: true, trigger: 'touch', atClose: false, pegged: false },
  MOC: { limit: false, trigger: null, atClose: true, pegged: false },
  LOC: { limit: true, trigger: null, atClose: true, pegged: false },
  REL: { limit: false, trigger: null, atClose: false, pegged: true },
};

const everyOrderType: ReadonlySet<ExchangeOrderType> = new Set(exchangeOrderTypeSchema.options);

const allDayOrderTypes: ReadonlySet<ExchangeOrderType> = new Set(
  exchangeOrderTypeSchema.options.filter((type) => !['MOC', 'LOC', 'REL'].includes(type)),
);

/**
 * The order types that each kind of instrument trades with. Only stocks have auctions and pegged orders; bonds are quoted
 * by dealers, who take market and limit orders. Source: IB, Order Types by product.
 */
export const orderTypesOf: Readonly<
  Record<ListedInstrument['secType'], ReadonlySet<ExchangeOrderType>>
> = {
  STK: everyOrderType,
  OPT: allDayOrderTypes,
  FUT: allDayOrderTypes,
  CASH: allDayOrderTypes,
  BOND: new Set(['MKT', 'LMT']),
  // The exchange says that an index cannot be traded, whatever the type.
  IND: everyOrderType,
};
