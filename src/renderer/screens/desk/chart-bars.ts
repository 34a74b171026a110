import type { Execution } from '#shared/domain/execution.ts';
import type { OrderSide } from '#shared/domain/order.ts';
import type { Bar, BarSize } from '#shared/domain/quote.ts';

/** Bar sizes as the chart's picker calls them. */
export const barSizeWords: Record<BarSize, string> = {
  '1 min': '1m',
  '5 mins': '5m',
  '1 hour': '1h',
  '1 day': '1d',
};

/** Length of a bar, seconds. */
export const barSeconds: Record<BarSize, number> = {
  '1 min': 60,
  '5 mins': 300,
  '1 hour': 3_600,
  '1 day': 86_400,
};

/** History and live bars as one series by time; the live word wins where both speak of a bar. */
export function mergeBars(...series: readonly (readonly Bar[])[]): Bar[] {
  const byTime = new Map<number, Bar>();
  for (const bars of series) for (const bar of bars) byTime.set(bar.time, bar);
  return [...byTime.values()].toSorted((a, b) => a.time - b.time);
}

export interface FillMark {
  /** Start of the bar the fills belong to, epoch seconds. */
  time: number;
  side: OrderSide;
  quantity: number;
}

/** The bar a moment belongs to: the last that started at or before it. Null when it lies outside the bars. */
function barAt(times: readonly number[], seconds: number, length: number): number | null {
  let low = 0;
  let high = times.length - 1;
  let found: number | null = null;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const time = times[middle] ?? Number.POSITIVE_INFINITY;
    if (time <= seconds) {
      found = time;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found !== null && seconds < found + length ? found : null;
}

/** The desk's fills on the bars of a chart: one mark per bar and side. Fills outside the bars have no mark. */
export function fillMarks(
  executions: Iterable<Execution>,
  instrumentId: number,
  bars: readonly Bar[],
  barSize: BarSize,
): FillMark[] {
  const times = bars.map(({ time }) => time);
  const marks = new Map<string, FillMark>();
  for (const execution of executions) {
    if (execution.instrumentId !== instrumentId) continue;
    const seconds = Date.parse(execution.executedAt) / 1_000;
    const time = barAt(times, seconds, barSeconds[barSize]);
    if (time === null) continue;
    const key = `${time} ${execution.side}`;
    const quantity = (marks.get(key)?.quantity ?? 0) + execution.quantity;
    marks.set(key, { time, side: execution.side, quantity });
  }
  return [...marks.values()].toSorted((a, b) => a.time - b.time);
}

/**
 * Whether bars of that size are days: their time is midnight UTC of the trading day and must not be shifted into the
 * exchange's zone, where it would be the evening before.
 */
export function isDaily(barSize: BarSize): boolean {
  return barSize === '1 day';
}
