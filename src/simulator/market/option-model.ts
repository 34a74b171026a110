/** What an option is worth and how that changes, for one unit of the underlying. */
export interface OptionModel {
  price: number;
  delta: number;
  gamma: number;
  /** For one point of volatility, 0.01. */
  vega: number;
  /** For one calendar day. */
  theta: number;
}

export interface OptionInputs {
  right: 'C' | 'P';
  strike: number;
  underlying: number;
  /** Annual, as a fraction. */
  volatility: number;
  /** Years to the end; 0 or less is the end itself. */
  years: number;
}

const daysPerYear = 365;

/** Black and Scholes for a European option on what pays nothing, with an interest rate of nought. */
export function optionModel(inputs: OptionInputs): OptionModel {
  const { right, strike, underlying, volatility, years } = inputs;
  const sign = right === 'C' ? 1 : -1;
  const intrinsic = Math.max(0, sign * (underlying - strike));
  if (years <= 0) {
    return { price: intrinsic, delta: intrinsic > 0 ? sign : 0, gamma: 0, vega: 0, theta: 0 };
  }
  const deviation = volatility * Math.sqrt(years);
  const d1 = Math.log(underlying / strike) / deviation + deviation / 2;
  const d2 = d1 - deviation;
  const density = Math.exp((-d1 * d1) / 2) / Math.sqrt(2 * Math.PI);
  const price = sign * (underlying * cumulative(sign * d1) - strike * cumulative(sign * d2));
  return {
    price: Math.max(price, intrinsic),
    delta: sign * cumulative(sign * d1),
    gamma: density / (underlying * deviation),
    vega: (underlying * density * Math.sqrt(years)) / 100,
    theta: -(underlying * density * volatility) / (2 * Math.sqrt(years)) / daysPerYear,
  };
}

/** The normal distribution up to x. Source: Abramowitz and Stegun, 26.2.17; the error is below 7.5e-8. */
function cumulative(x: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(x));
  const series =
    t *
    (0.319_381_530 +
      t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return x >= 0 ? 1 - tail : tail;
}
