import { phases, type CheckListing, type CheckRun, type Phase } from '#shared/domain/readiness.ts';

/** The phases whose evidence the last one looks at. */
export const provingPhases: readonly Phase[] = phases
  .map(({ phase }) => phase)
  .filter((phase) => phase < 6);

/** Phases that have left no run: they were no part of the attempt, or have no check. */
export function phasesWithoutRuns(runs: readonly Pick<CheckRun, 'phase'>[]): Phase[] {
  return provingPhases.filter((phase) => !runs.some((run) => run.phase === phase));
}

/**
 * What is missing of the evidence of phases 1 to 5, each a sentence: every check has a run, every run that has passed has
 * left a file, and every file has the name of its check and of no other.
 */
export function evidenceGaps(
  checks: readonly Pick<CheckListing, 'checkId' | 'phase'>[],
  runs: readonly Pick<CheckRun, 'checkId' | 'phase' | 'result' | 'evidence'>[],
): string[] {
  const ran = new Set(runs.map(({ checkId }) => checkId));
  const proving = runs.filter(({ phase }) => provingPhases.includes(phase));
  const files = proving.flatMap(({ evidence }) => evidence.map(({ file }) => file));
  return [
    ...checks
      .filter(({ phase, checkId }) => provingPhases.includes(phase) && !ran.has(checkId))
      .map(({ checkId }) => `${checkId} has no run in this attempt.`),
    ...proving
      .filter(({ result, evidence }) => result === 'passed' && evidence.length === 0)
      .map(({ checkId }) => `${checkId} has passed and left no evidence.`),
    ...files
      .filter((file, nth) => files.indexOf(file) !== nth)
      .map((file) => `${file} is the evidence of two runs.`),
  ];
}
