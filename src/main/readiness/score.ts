import { phases, type CheckListing, type CheckRun, type Phase } from '#shared/domain/readiness.ts';
import type { PhaseScore, ReadinessScore } from '#shared/domain/readiness-verdict.ts';

type Weighed = Pick<CheckListing, 'checkId' | 'phase' | 'weight' | 'critical'>;

/**
 * How much of what must be proven is proven: the share of the passed checks by weight, of a phase and of all. A check that
 * was skipped or never ran counts in full and gives nothing.
 * @param waived ids of checks whose gap two people have accepted: it gives nothing either, but blocks no longer, unless
 * something critical has failed.
 */
export function scoreOf(
  checks: readonly Weighed[],
  runs: readonly CheckRun[],
  waived: ReadonlySet<string> = new Set(),
): ReadinessScore {
  const latest = new Map(runs.map((run) => [run.checkId, run]));
  const ofPhases = phases.map(({ phase }) =>
    phaseScore(
      phase,
      checks.filter((check) => check.phase === phase),
      latest,
      waived,
    ),
  );
  return {
    share: shareOf(checks, latest),
    phases: ofPhases,
    blockers: checks.flatMap((check) => blockerOf(check, latest.get(check.checkId), waived)),
  };
}

function phaseScore(
  phase: Phase,
  checks: readonly Weighed[],
  latest: ReadonlyMap<string, CheckRun>,
  waived: ReadonlySet<string>,
): PhaseScore {
  const runs = checks.flatMap(({ checkId }) => latest.get(checkId) ?? []);
  const count = (result: CheckRun['result']): number =>
    runs.filter((run) => run.result === result).length;
  const isBlocked = checks.some(
    (check) => blockerOf(check, latest.get(check.checkId), waived).length > 0,
  );
  return {
    phase,
    share: shareOf(checks, latest),
    checks: checks.length,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    waived: checks.filter(({ checkId }) => waived.has(checkId)).length,
    durationMs: runs.reduce((sum, { durationMs }) => sum + durationMs, 0),
    /** ISO-8601 UTC; null where nothing has run. */
    lastRunAt:
      runs
        .map(({ beganAt }) => beganAt)
        .toSorted()
        .at(-1) ?? null,
    state:
      runs.length === 0
        ? 'not-run'
        : count('failed') > 0 && isBlocked
          ? 'failed'
          : isBlocked
            ? 'incomplete'
            : 'passed',
  };
}

/** 0 to 1; 0 where there is nothing to prove. */
function shareOf(checks: readonly Weighed[], latest: ReadonlyMap<string, CheckRun>): number {
  const sum = (of: readonly Weighed[]): number =>
    of.reduce((total, { weight }) => total + weight, 0);
  const all = sum(checks);
  const passed = checks.filter(({ checkId }) => latest.get(checkId)?.result === 'passed');
  return all === 0 ? 0 : sum(passed) / all;
}

/** A gap that two people have accepted blocks no longer; that something critical has failed they cannot accept. */
export function isAccepted(
  { checkId, critical }: Pick<Weighed, 'checkId' | 'critical'>,
  { result }: Pick<CheckRun, 'result'>,
  waived: ReadonlySet<string>,
): boolean {
  return waived.has(checkId) && !(critical && result === 'failed');
}

/** Why a check stands in the way: it failed, or it is critical and was not passed. */
function blockerOf(
  check: Weighed,
  run: CheckRun | undefined,
  waived: ReadonlySet<string>,
): ReadinessScore['blockers'] {
  if (run === undefined) {
    return [{ checkId: check.checkId, sentence: 'It has not run.' }];
  }
  if (run.result === 'passed' || isAccepted(check, run, waived)) return [];
  if (run.result === 'skipped' && !check.critical) return [];
  return [{ checkId: check.checkId, sentence: run.sentence }];
}
