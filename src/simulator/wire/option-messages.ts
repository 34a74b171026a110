import { message } from './fields.ts';

/** What an option's price is reckoned from. Source: IB, TWS API, Option Greeks. */
export const optionTick = { bid: 10, ask: 11, last: 12, model: 13, calculated: 53 } as const;
export const delayedOptionTick = { bid: 80, ask: 81, last: 82, model: 83 } as const;

export interface OptionComputation {
  /** Annual, as a fraction; null where it cannot be told. */
  impliedVolatility: number | null;
  delta: number;
  price: number;
  gamma: number;
  vega: number;
  theta: number;
  underlying: number;
}

/** How the protocol says that a figure is not computed. */
const notComputed = -1;
/** The volatility is that of returns, not of prices. */
const returnBased = 0;
const noDividends = 0;

/**
 * 21, without a version since server version 156: request, field, attributes, implied volatility, delta, price, value
 * of dividends, gamma, vega, theta, price of the underlying.
 */
export function tickOptionComputation(
  requestId: number,
  field: number,
  computation: OptionComputation,
): string {
  const { impliedVolatility, delta, price, gamma, vega, theta, underlying } = computation;
  return message(
    21,
    requestId,
    field,
    returnBased,
    impliedVolatility ?? notComputed,
    delta,
    price,
    noDividends,
    gamma,
    vega,
    theta,
    underlying,
  );
}
