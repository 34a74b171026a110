import type { RandomSource } from '#shared/domain/ports.ts';

export interface BackoffRange {
  firstMs: number;
  longestMs: number;
}

/**
 * How long to wait before attempt number `attempt` (1 is the first retry), in milliseconds: doubling from the first
 * to the longest, of which the upper half is drawn by lot, so that several desks do not knock in step.
 */
export function backoffDelayMs(attempt: number, range: BackoffRange, random: RandomSource): number {
  const full = Math.min(range.longestMs, range.firstMs * 2 ** Math.max(0, attempt - 1));
  return full / 2 + (full / 2) * random.next();
}
