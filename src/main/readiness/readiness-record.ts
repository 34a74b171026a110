import type { Fact } from '#shared/domain/fact.ts';
import type { Attempt, CheckRun } from '#shared/domain/readiness.ts';

/** An attempt with what has run in it so far, in the order in which it ran. */
export interface AttemptRecord {
  readonly attempt: Attempt;
  readonly runs: readonly CheckRun[];
}

/** Every attempt, the oldest first; a later attempt never takes the place of one before. */
export type ReadinessRecord = ReadonlyMap<string, AttemptRecord>;

export const noAttempts: ReadinessRecord = new Map();

export function applyToReadiness(record: ReadinessRecord, fact: Fact): ReadinessRecord {
  switch (fact.kind) {
    case 'attempt.began':
      return new Map(record).set(fact.body.attempt.attemptId, {
        attempt: fact.body.attempt,
        runs: [],
      });
    case 'attempt.resumed':
      return changed(record, fact.body.attemptId, { state: 'running', endedAt: null });
    case 'attempt.ended':
      return changed(record, fact.body.attemptId, { state: fact.body.state, endedAt: fact.at });
    case 'check.ran': {
      const held = record.get(fact.body.attemptId);
      if (held === undefined) return record;
      const runs = [...held.runs, fact.body.run];
      return new Map(record).set(fact.body.attemptId, { ...held, runs });
    }
    default:
      return record;
  }
}

function changed(
  record: ReadinessRecord,
  attemptId: string,
  to: Pick<Attempt, 'state' | 'endedAt'>,
): ReadinessRecord {
  const held = record.get(attemptId);
  if (held === undefined) return record;
  return new Map(record).set(attemptId, { ...held, attempt: { ...held.attempt, ...to } });
}

/** The attempt that runs, by the record; null where none does. */
export function runningAttempt(record: ReadinessRecord): AttemptRecord | null {
  return latest(record, ({ attempt }) => attempt.state === 'running');
}

/** The latest attempt that is as asked for. */
export function latest(
  record: ReadinessRecord,
  isAskedFor: (each: AttemptRecord) => boolean,
): AttemptRecord | null {
  return [...record.values()].findLast(isAskedFor) ?? null;
}
