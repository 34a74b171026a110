import type { LimitName } from './limits.ts';

/** Units as a screen writes them; `base currency` is named by the account. */
export function unitWord(unit: string, baseCurrency: string): string {
  const words: Record<string, string> = {
    'base currency': baseCurrency,
    'base currency per minute': `${baseCurrency} per minute`,
    percent: '%',
    milliseconds: 'ms',
  };
  return words[unit] ?? unit;
}

/** What a monitor counts in; a share of a limit names the limit as a risk officer does. */
export function monitorUnitWord(unit: string, baseCurrency: string): string {
  const [, limit] = /^percent of (\w+)$/.exec(unit) ?? [];
  if (limit !== undefined) return `% of: ${names.get(limit) ?? limit}`;
  return unitWord(unit, baseCurrency).replace('base currency', baseCurrency);
}

/** What each limit is called, in the order a risk officer reads them. */
export const limitWords: readonly [LimitName, string][] = [
  ['maxOrderQuantity', 'Order quantity, at most'],
  ['maxOrderValue', 'Order value, at most'],
  ['priceCollar', 'Price collar around a fresh reference'],
  ['priceCollarTicks', 'Price collar in ticks of the price'],
  ['positionLimit', 'Position with working orders, at most'],
  ['maxQuoteAge', 'Quote age, at most'],
  ['acknowledgementDeadline', 'Acknowledgement within'],
  ['dailyLoss', 'Daily loss line'],
  ['dayDrawdown', 'Drawdown from the day\u2019s peak, at most'],
  ['allTimeDrawdown', 'Drawdown from the highest of all days, at most'],
  ['messagesPerSecond', 'New orders, modifies and cancels, at most'],
  ['equalOrdersPerSecond', 'Orders that ask for the very same, at most'],
  ['openOrdersPerSide', 'Open orders of one contract and side, at most'],
  ['openOrders', 'Open orders altogether, at most'],
  ['valuePerMinute', 'Value of what is sent, at most'],
  ['whatIfAbove', 'Margin asked of the broker for orders above'],
  ['grossExposure', 'Gross exposure with working orders, at most'],
  ['netExposure', 'Net exposure with working orders, at most'],
  ['concentration', 'One instrument of the net liquidation value, at most'],
  ['sectorGrossExposure', 'Gross exposure in one sector, at most'],
  ['sectorNetExposure', 'Net exposure in one sector, at most'],
  ['sectorConcentration', 'One sector of the net liquidation value, at most'],
  ['assetClassGrossExposure', 'Gross exposure in one asset class, at most'],
  ['assetClassNetExposure', 'Net exposure in one asset class, at most'],
  ['assetClassConcentration', 'One asset class of the net liquidation value, at most'],
  ['repeatedExecutions', 'Executions in one instrument until a person attends'],
];

const names = new Map<string, string>(limitWords);
