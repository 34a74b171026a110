import type { PnlPoint } from '#shared/domain/risk-figures.ts';

const minuteSeconds = 60;

/** A minute of the day; null where the P&L was not known in it. */
export interface PnlMinute {
  time: number;
  dayPnl: number | null;
}

/** Every minute from the first point to the last, in order, so that a gap is as long as it was. */
export function pnlMinutes(points: Iterable<PnlPoint>): PnlMinute[] {
  const known = new Map<number, number>();
  for (const { time, dayPnl } of points) known.set(time, dayPnl);
  const times = [...known.keys()];
  if (times.length === 0) return [];
  const minutes: PnlMinute[] = [];
  const last = times.reduce((a, b) => Math.max(a, b));
  for (let time = times.reduce((a, b) => Math.min(a, b)); time <= last; time += minuteSeconds) {
    minutes.push({ time, dayPnl: known.get(time) ?? null });
  }
  return minutes;
}

/** The lowest and the highest that a P&L chart shows: nothing, both lines and every point, with a little air. */
export function pnlRange(
  minutes: readonly PnlMinute[],
  lossLine: number,
): { lowest: number; highest: number } {
  let lowest = Math.min(0, lossLine);
  let highest = 0;
  for (const { dayPnl } of minutes) {
    if (dayPnl === null) continue;
    lowest = Math.min(lowest, dayPnl);
    highest = Math.max(highest, dayPnl);
  }
  const air = (highest - lowest) * 0.05;
  return { lowest: lowest - air, highest: highest + air };
}
