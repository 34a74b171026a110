import type { BackoffRange } from './backoff.ts';
import type { HeartbeatTimings } from './heartbeat.ts';
import type { QuoteTimings } from './quotes.ts';

/** How long the link waits for what, in milliseconds. */
export interface LinkTimings {
  tcpConnectMs: number;
  /** From an open socket to the gateway's version. */
  handshakeMs: number;
  /** From the version to order ids and accounts. */
  identifyMs: number;
  /** For the whole snapshot. */
  snapshotMs: number;
  /** For executions once everything else has ended: the gateway may never send their end. */
  executionsMs: number;
  /** For an answer to a question about instruments. */
  askMs: number;
  /** For one piece of history. */
  barsMs: number;
  whatIfMs: number;
  /** A connection that was ready for this long was a good one: the next failure starts counting anew. */
  stableMs: number;
  /** After an unreadable message everything is asked again, at most this often. */
  recoverMs: number;
  heartbeat: HeartbeatTimings;
  backoff: BackoffRange;
  quotes: QuoteTimings;
}

export const defaultTimings: LinkTimings = {
  tcpConnectMs: 5_000,
  handshakeMs: 5_000,
  identifyMs: 10_000,
  snapshotMs: 15_000,
  executionsMs: 3_000,
  askMs: 10_000,
  barsMs: 30_000,
  whatIfMs: 5_000,
  stableMs: 10_000,
  recoverMs: 10_000,
  heartbeat: { periodMs: 1_000, lateMs: 2_000, deadMs: 5_000, stuckMs: 20_000, checkMs: 250 },
  backoff: { firstMs: 500, longestMs: 30_000 },
  quotes: { deadFeedMs: 5_000, retryMs: 60_000 },
};
