/** One request for bars, as the broker counts it. */
export interface HistoryRequest {
  at: number;
  instrumentId: number;
  /** Equal for requests the broker would call identical. */
  key: string;
}

/**
 * The broker's limits on historical data, each a little short of the real figure. Source: IB, "Historical data
 * limitations": 60 in ten minutes, none identical within 15 s, fewer than 6 for one contract within 2 s.
 */
const limits = {
  anyWindowMs: 600_000,
  anyCount: 58,
  identicalWindowMs: 15_100,
  contractWindowMs: 2_100,
  contractCount: 5,
} as const;

/**
 * How long the next request must wait, in milliseconds.
 *
 * @param sent earlier requests, oldest first, times on one monotonic clock.
 */
export function historyDelayMs(
  sent: readonly HistoryRequest[],
  next: { instrumentId: number; key: string },
  now: number,
): number {
  const waits = [
    waitFor(sent, now, limits.anyWindowMs, limits.anyCount),
    waitFor(
      sent.filter((request) => request.key === next.key),
      now,
      limits.identicalWindowMs,
      1,
    ),
    waitFor(
      sent.filter((request) => request.instrumentId === next.instrumentId),
      now,
      limits.contractWindowMs,
      limits.contractCount,
    ),
  ];
  return Math.max(0, ...waits);
}

/** Until fewer than `count` of the requests lie within the window. */
function waitFor(
  sent: readonly HistoryRequest[],
  now: number,
  windowMs: number,
  count: number,
): number {
  const oldestThatCounts = sent.at(-count);
  return oldestThatCounts === undefined ? 0 : oldestThatCounts.at + windowMs - now;
}

/** Requests that can still matter to a later one. */
export function withoutExpired(sent: readonly HistoryRequest[], now: number): HistoryRequest[] {
  return sent.filter((request) => request.at > now - limits.anyWindowMs);
}
