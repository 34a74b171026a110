import type { ListedInstrument } from '../market/catalogue.ts';
import type { OptionChain } from '../wire/contract-messages.ts';

/** The options listed on an underlying as chains, one for each exchange, class and multiplier. */
export function optionChainsOf(
  options: readonly ListedInstrument[],
  underlyingConId: number,
): OptionChain[] {
  const groups = Map.groupBy(
    options,
    ({ exchange, tradingClass, multiplier }) => `${exchange}:${tradingClass}:${multiplier}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { exchange, tradingClass, multiplier } = first;
    return [
      {
        exchange,
        underlyingConId,
        tradingClass,
        multiplier,
        expirations: [...new Set(group.map(({ expiry }) => expiry ?? ''))].toSorted(),
        strikes: [...new Set(group.map(({ strike }) => strike))].toSorted((a, b) => a - b),
      },
    ];
  });
}
