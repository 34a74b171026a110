import type { Limits } from '#shared/domain/limits.ts';

/** What each limit is called, in the order a risk officer reads them. */
export const limitWords: readonly [Exclude<keyof Limits, 'version'>, string][] = [
  ['maxOrderQuantity', 'Order quantity, at most'],
  ['maxOrderValue', 'Order value, at most'],
  ['priceCollar', 'Price collar around a fresh reference'],
  ['positionLimit', 'Position with working orders, at most'],
  ['maxQuoteAge', 'Quote age, at most'],
  ['acknowledgementDeadline', 'Acknowledgement within'],
  ['dailyLoss', 'Daily loss line'],
];
