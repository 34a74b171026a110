import { optionModel, type OptionInputs, type OptionModel } from '../market/option-model.ts';

/** Volatilities that are searched, annual, as fractions. */
const searched = { from: 0.0005, to: 10 } as const;
const steps = 80;

/**
 * The volatility at which the model gives a price; null when there is none, as for a price below what exercise
 * would bring.
 */
export function impliedVolatility(
  inputs: Omit<OptionInputs, 'volatility'>,
  price: number,
): { volatility: number; model: OptionModel } | null {
  const at = (volatility: number): OptionModel => optionModel({ ...inputs, volatility });
  let [low, high]: [number, number] = [searched.from, searched.to];
  if (inputs.years <= 0 || at(low).price > price || at(high).price < price) return null;
  for (let step = 0; step < steps; step += 1) {
    const middle = (low + high) / 2;
    if (at(middle).price < price) low = middle;
    else high = middle;
  }
  return { volatility: high, model: at(high) };
}
