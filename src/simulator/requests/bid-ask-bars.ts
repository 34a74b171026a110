import { makeBars, type BarRange } from '../market/bar-request.ts';
import type { InstrumentMarket, MarketBar } from '../market/instrument-market.ts';

/**
 * Bars of BID_ASK: open is the average bid, high the highest ask, low the lowest bid, close the average ask. Source:
 * IB, TWS API, Historical Bar whatToShow.
 */
export function bidAskBars(market: InstrumentMarket, range: BarRange): MarketBar[] {
  const asks = makeBars(market, range, 'ASK');
  return makeBars(market, range, 'BID').flatMap((bid, i) => {
    const ask = asks[i];
    if (ask === undefined) return [];
    const [open, close] = [average(bid), average(ask)];
    return [{ start: bid.start, open, high: ask.high, low: bid.low, close, volume: -1 }];
  });
}

/** Of a bar's four prices, as the average over its time is not kept. */
function average({ open, high, low, close }: MarketBar): number {
  return Math.round(((open + high + low + close) / 4) * 1e6) / 1e6;
}
