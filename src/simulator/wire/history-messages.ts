import type { MarketBar } from '../market/instrument-market.ts';
import { message } from './fields.ts';

export interface BarLine extends Omit<MarketBar, 'start'> {
  /** In the notation the client asked for. */
  time: string;
}

/** Volume-weighted price and number of trades are not simulated in detail: the middle, and one trade per lot. */
function averagePrice(bar: BarLine): string {
  return ((bar.high + bar.low + bar.close) / 3).toFixed(6);
}

function tradeCount(bar: BarLine): number {
  return bar.volume < 0 ? -1 : Math.ceil(bar.volume / 100);
}

export function historicalData(
  requestId: number,
  start: string,
  end: string,
  bars: readonly BarLine[],
): string {
  return message(
    17,
    requestId,
    start,
    end,
    bars.length,
    ...bars.flatMap((bar) => [
      bar.time,
      bar.open,
      bar.high,
      bar.low,
      bar.close,
      bar.volume,
      averagePrice(bar),
      tradeCount(bar),
    ]),
  );
}

export function historicalDataUpdate(requestId: number, bar: BarLine): string {
  return message(
    90,
    requestId,
    tradeCount(bar),
    bar.time,
    bar.open,
    bar.close,
    bar.high,
    bar.low,
    averagePrice(bar),
    bar.volume,
  );
}
