import type { MarketQuote } from '../market/instrument-market.ts';
import type { ClientSession } from '../sessions/client-session.ts';
import { tickNews, type Headline } from '../wire/news-messages.ts';
import { tickField, tickGeneric, tickPrice, tickSize, tickString } from '../wire/quote-messages.ts';

/**
 * Generic tick types that a request may name, by the kind of instrument they are for. Those without a sender are legal
 * and, as for many an instrument at IB, bring nothing. Source: IB, TWS API, Available Tick Types.
 */
export const genericTick = {
  markPrice: 221,
  realTimeVolume: 233,
  shortable: 236,
  news: 292,
  tradeCount: 293,
  realTimeTradeVolume: 375,
} as const;

const withoutTicks = [
  100, 101, 104, 105, 106, 162, 165, 220, 225, 232, 256, 258, 294, 295, 318, 411, 456, 460, 577,
  586, 587, 588, 595, 614, 619, 623, 787,
];

/** Every generic tick type that is legal in a request. */
export const legalGenericTicks: ReadonlySet<number> = new Set([
  ...Object.values(genericTick),
  ...withoutTicks,
]);

interface GenericLine {
  session: ClientSession;
  requestId: number;
  generic: ReadonlySet<number>;
  instrument: { secType: string; averageDailyVolume: number };
  latestNews: () => Headline | null;
}

/** Above 2.5 means that at least a thousand shares can be borrowed. */
const easyToBorrow = 3;
/** Shares lent by those who hold them, in days of trading. */
const lendableDays = 4;
const sharesPerTrade = 100;

/** Sends the generic ticks of a line, as far as they differ from what was sent. */
export function sendGenericTicks(
  { session, requestId, generic, instrument, latestNews }: GenericLine,
  quote: MarketQuote,
  sent: MarketQuote | null,
  epochSeconds: number,
): void {
  const traded = quote.last !== null && quote.volume > 0 && quote.volume !== sent?.volume;
  if (generic.has(genericTick.shortable) && sent === null && instrument.secType === 'STK') {
    const lendable = Math.round(instrument.averageDailyVolume * lendableDays);
    session.send(tickGeneric(requestId, tickField.shortable, easyToBorrow));
    session.send(tickSize(requestId, tickField.shortableShares, lendable));
  }
  if (generic.has(genericTick.markPrice) && quote.last !== sent?.last && quote.last !== null) {
    session.send(tickPrice(requestId, tickField.markPrice, quote.last, 0, false));
  }
  // Another close of the day before means that another session has begun.
  if (generic.has(genericTick.news) && sent !== null && quote.close !== sent.close) {
    const headline = latestNews();
    if (headline !== null) session.send(tickNews(requestId, epochSeconds * 1000, headline));
  }
  if (!traded) return;
  const average = ((quote.high + quote.low + (quote.last ?? 0)) / 3).toFixed(8);
  // price;size;time in ms;volume;average price;whether one market maker filled it
  const trade = `${quote.last};${quote.lastSize};${epochSeconds * 1000};${quote.volume};${average};true`;
  if (generic.has(genericTick.realTimeVolume)) {
    session.send(tickString(requestId, tickField.realTimeVolume, trade));
  }
  if (generic.has(genericTick.realTimeTradeVolume)) {
    session.send(tickString(requestId, tickField.realTimeTradeVolume, trade));
  }
  if (generic.has(genericTick.tradeCount)) {
    const count = Math.ceil(quote.volume / sharesPerTrade);
    session.send(tickGeneric(requestId, tickField.tradeCount, count));
  }
}
