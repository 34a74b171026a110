/**
 * How much of the way to the loss line a day's loss has gone, 0 to 1; a gain fills the other way and has no line to
 * reach. Null while the P&L is not known.
 */
export function lossShare(dayPnl: number | null, dailyLossLimit: number): number | null {
  if (dayPnl === null) return null;
  return Math.min(1, Math.max(0, -dayPnl / dailyLossLimit));
}
