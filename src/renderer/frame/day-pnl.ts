/**
 * How far the day's P&L has gone, as a share of the loss line: 1 is a loss at the line, −1 a gain as large. Cut at
 * both; null while the P&L is not known.
 */
export function lossShare(dayPnl: number | null, dailyLossLimit: number): number | null {
  if (dayPnl === null) return null;
  const share = -dayPnl / dailyLossLimit;
  return share === 0 ? 0 : Math.min(1, Math.max(-1, share));
}
