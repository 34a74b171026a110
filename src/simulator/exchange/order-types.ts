import { z } from 'zod';

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
}

/** What an order type does. Source: IB, TWS API, Basic Orders. */
export const orderTypeTraits: Readonly<Record<ExchangeOrderType, OrderTypeTraits>> = {
  MKT: { limit: false, trigger: null, atClose: false },
  LMT: { limit: true, trigger: null, atClose: false },
  STP: { limit: false, trigger: 'stop', atClose: false },
  'STP LMT': { limit: true, trigger: 'stop', atClose: false },
  TRAIL: { limit: false, trigger: 'trail', atClose: false },
  // Its limit follows from the stop when that is reached.
  'TRAIL LIMIT': { limit: false, trigger: 'trail', atClose: false },
  MIT: { limit: false, trigger: 'touch', atClose: false },
  LIT: { limit: true, trigger: 'touch', atClose: false },
  MOC: { limit: false, trigger: null, atClose: true },
  LOC: { limit: true, trigger: null, atClose: true },
};
