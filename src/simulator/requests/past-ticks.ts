import type { MarketQuote } from '../market/instrument-market.ts';
import type { Market } from '../market/market.ts';
import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketMoment } from '../market/trading-calendar.ts';
import { venueOf } from '../wire/contract-fields.ts';
import {
  historicalTicks,
  historicalTicksBidAsk,
  historicalTicksLast,
  type PastBidAsk,
  type PastTrade,
} from '../wire/history-messages.ts';

/** The most ticks in one answer. Source: IB, TWS API, Historical Time and Sales. */
export const mostPastTicks = 1000;

/** Ticks are looked up second by second: finer times are not written in an answer anyway. */
const tickMs = 1000;

/** Seconds that are searched for one tick that differs from the one before, at most. */
const searchedPerTick = 60;

export type PastTickSource = 'TRADES' | 'BID_ASK' | 'MIDPOINT';

/** Where a search begins and which way it goes: from a moment on, or backwards from one. */
export interface PastTickSpan {
  count: number;
  from: MarketMoment | null;
  to: MarketMoment;
}

function midpointOf({ bid, ask }: MarketQuote): number | null {
  return bid === null || ask === null ? null : Math.round(((bid + ask) / 2) * 1e8) / 1e8;
}

/** What makes a tick differ from the one before; null where there is nothing to tell. */
const marks: Readonly<Record<PastTickSource, (quote: MarketQuote) => string | null>> = {
  TRADES: ({ last, volume }) => (last === null ? null : `${last}:${volume}`),
  BID_ASK: ({ bid, ask, bidSize, askSize }) =>
    bid === null || ask === null ? null : `${bid}:${ask}:${bidSize}:${askSize}`,
  MIDPOINT: (quote) => midpointOf(quote)?.toString() ?? null,
};

interface PastQuote {
  moment: MarketMoment;
  quote: MarketQuote;
}

/** The quotes at whole seconds, ascending, without those that repeat the one before. */
function pastQuotes(
  market: Market,
  instrument: ListedInstrument,
  source: PastTickSource,
  { count, from, to }: PastTickSpan,
): PastQuote[] {
  const last = Math.floor(to / tickMs) * tickMs;
  const searched = Math.max(count, Math.min(count * searchedPerTick, 4 * mostPastTicks));
  const first = from === null ? last - searched * tickMs : Math.ceil(from / tickMs) * tickMs;
  const end = Math.min(last, first + searched * tickMs);
  const found: PastQuote[] = [];
  let before: string | null = null;
  for (let moment = first; moment <= end; moment += tickMs) {
    // A tick's number is a function of its moment alone, so past ticks are those that were streamed.
    const quote = market.of(instrument).quoteAt(moment, moment * 1000);
    const mark = marks[source](quote);
    if (mark === null || mark === before) continue;
    before = mark;
    found.push({ moment, quote });
    if (from !== null && found.length === count) break;
  }
  return found.slice(-count);
}

/** The answer to a request for past ticks, as one message. */
export function pastTicksMessage(
  requestId: number,
  market: Market,
  instrument: ListedInstrument,
  source: PastTickSource,
  span: PastTickSpan,
): string {
  const quotes = pastQuotes(market, instrument, source, span);
  const secondsOf = (moment: MarketMoment): number =>
    Math.floor(market.calendar.epochOf(moment) / 1000);
  if (source === 'BID_ASK') {
    const ticks = quotes.flatMap(({ moment, quote }): PastBidAsk[] => {
      const { bid, ask, bidSize, askSize } = quote;
      if (bid === null || ask === null) return [];
      return [{ epochSeconds: secondsOf(moment), bid, ask, bidSize, askSize }];
    });
    return historicalTicksBidAsk(requestId, ticks);
  }
  const prices = quotes.flatMap(({ moment, quote }): PastTrade[] => {
    const price = source === 'TRADES' ? quote.last : midpointOf(quote);
    if (price === null) return [];
    const size = source === 'TRADES' ? quote.lastSize : 0;
    return [{ epochSeconds: secondsOf(moment), price, size }];
  });
  if (source === 'MIDPOINT') return historicalTicks(requestId, prices);
  return historicalTicksLast(requestId, prices, venueOf(instrument));
}
