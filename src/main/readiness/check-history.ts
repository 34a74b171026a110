import type { Attempt, CheckRun } from '#shared/domain/readiness.ts';
import type { CheckHistoryEntry } from '#shared/domain/readiness-history.ts';

import { changedSince } from './changed-since.ts';
import type { ReadinessRecord } from './readiness-record.ts';

/** Every run of a check, oldest first, each with the attempt it was in. */
export function checkHistory(record: ReadinessRecord, checkId: string): CheckHistoryEntry[] {
  return [...record.values()].flatMap(({ attempt, runs }) =>
    runs
      .filter((run) => run.checkId === checkId)
      .map((run) => ({ attemptId: attempt.attemptId, seed: attempt.seed, run })),
  );
}

/**
 * Checks that have both passed and failed under one and the same configuration: what came out of them depended on something
 * that nobody has changed.
 */
export function flakyChecks(record: ReadinessRecord): ReadonlySet<string> {
  const held: { checkId: string; attempt: Attempt; result: CheckRun['result'] }[] = [];
  for (const { attempt, runs } of record.values()) {
    for (const { checkId, result } of runs) held.push({ checkId, attempt, result });
  }
  return new Set(
    held
      .filter(({ result }) => result === 'failed')
      .filter(({ checkId, attempt }) =>
        held.some(
          (other) =>
            other.checkId === checkId &&
            other.result === 'passed' &&
            changedSince(other.attempt.configuration, attempt.configuration) === null,
        ),
      )
      .map(({ checkId }) => checkId),
  );
}
