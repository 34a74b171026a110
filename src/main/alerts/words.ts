import type { Order } from '#shared/domain/order.ts';

/** A time as an alert says it. */
export function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

/** An order as an alert names it: `BUY 100 SPY LMT`. */
export function describeOrder({ side, quantity, displaySymbol, orderType }: Order): string {
  return `${side} ${quantity} ${displaySymbol} ${orderType}`;
}

/** A sum of money without cents that nobody reads. */
export function sum(value: number, currency: string): string {
  return `${Math.round(value)} ${currency}`;
}
