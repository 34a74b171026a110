import type { CheckRun, Figure } from '#shared/domain/readiness.ts';
import type { ComparedCheck } from '#shared/domain/readiness-history.ts';

import { figureText } from './figure-text.ts';

const order = { failed: 0, skipped: 1, passed: 2 } as const;

/** A check is slower only if a person would notice: by half as much again, and by this at least, milliseconds. */
const slowerBy = { share: 1.5, ms: 500 };

/** A figure is worse if it has moved this share of itself towards its threshold. */
const worseBy = 0.2;

/**
 * Two attempts side by side, check by check in the order of the later one: which got worse or better, which are slower, and
 * whose figures came closer to their thresholds.
 * @param flaky ids of checks that have had different results under one configuration.
 */
export function compareAttempts(
  before: readonly CheckRun[],
  after: readonly CheckRun[],
  flaky: ReadonlySet<string>,
): ComparedCheck[] {
  const then = new Map(before.map((run) => [run.checkId, run]));
  const now = new Set(after.map(({ checkId }) => checkId));
  return [
    ...after.map((run) => compared(then.get(run.checkId) ?? null, run, flaky)),
    ...before.filter(({ checkId }) => !now.has(checkId)).map((run) => gone(run, flaky)),
  ];
}

function compared(
  before: CheckRun | null,
  after: CheckRun,
  flaky: ReadonlySet<string>,
): ComparedCheck {
  const { checkId, title, phase } = after;
  return {
    checkId,
    title,
    phase,
    before,
    after,
    outcome:
      before === null
        ? 'new'
        : order[after.result] < order[before.result]
          ? 'worse'
          : order[after.result] > order[before.result]
            ? 'better'
            : 'same',
    slower: before !== null && isSlower(before, after),
    flaky: flaky.has(checkId),
    figures: before === null ? [] : worseFigures(before.figures, after.figures),
  };
}

/** Whether a run took so much longer than one before that a person would notice. */
export function isSlower(before: CheckRun, after: CheckRun): boolean {
  return (
    after.durationMs > before.durationMs * slowerBy.share &&
    after.durationMs - before.durationMs > slowerBy.ms
  );
}

function gone(run: CheckRun, flaky: ReadonlySet<string>): ComparedCheck {
  const { checkId, title, phase } = run;
  return {
    checkId,
    title,
    phase,
    before: run,
    after: null,
    outcome: 'gone',
    slower: false,
    flaky: flaky.has(checkId),
    figures: [],
  };
}

/** Each figure that came closer to its threshold or went beyond it, in words. */
function worseFigures(before: readonly Figure[], after: readonly Figure[]): string[] {
  return after.flatMap((figure) => {
    const earlier = before.find(({ figureId }) => figureId === figure.figureId);
    if (earlier === undefined || !isWorse(earlier, figure)) return [];
    return [`${figure.title}: ${figureText(figure)}, before ${figureText(earlier)}`];
  });
}

function isWorse({ value: before }: Figure, { value: after, threshold }: Figure): boolean {
  if (threshold === null || before === null) return false;
  if (after === null) return true;
  switch (threshold.compare) {
    case 'at-most':
      return after > before && after - before > Math.abs(before) * worseBy;
    case 'at-least':
      return after < before && before - after > Math.abs(before) * worseBy;
    case 'exactly':
      return before === threshold.value && after !== threshold.value;
  }
}
