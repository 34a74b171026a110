import type { OrderTicket } from '#shared/domain/order.ts';

/** The index ETF: liquid, and its price is above a hundred dollars. */
export const spy = {
  conId: 756733,
  symbol: 'SPY',
  secType: 'STK',
  exchange: 'SMART',
  currency: 'USD',
} as const;

/** A price that rests: 3 % below the bid, on the tick, inside the desk's price collar. */
export function restingPrice(bid: number): number {
  return Math.round(bid * 97) / 100;
}

/** The order of every bench: one share, to rest below the market. */
export function restingTicket(limitPrice: number): OrderTicket {
  return {
    instrumentId: spy.conId,
    side: 'BUY',
    orderType: 'LMT',
    quantity: 1,
    limitPrice,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
  };
}
