import { z } from 'zod';

import { holds, type CheckRun, type Figure } from '#shared/domain/readiness.ts';

import type { Check } from '../check.ts';
import { count, none } from '../figures.ts';
import { closeFrom, recommendationSchema, type Recommendation } from '../report/recommendations.ts';
import { everyGateway } from './gateways.ts';

/**
 * What is wrong with the recommendations drawn from runs, each a sentence: everything that failed, was skipped or came near
 * its threshold is named, and nothing is recommended of what is far from it or did not run.
 */
export function recommendationProblems(
  found: readonly Pick<Recommendation, 'reason' | 'checkId' | 'figureId'>[],
  runs: readonly Pick<CheckRun, 'checkId' | 'result' | 'figures'>[],
): string[] {
  const names = (
    reason: Recommendation['reason'],
    checkId: string,
    figureId: string | null,
  ): boolean =>
    found.some(
      (each) => each.reason === reason && each.checkId === checkId && each.figureId === figureId,
    );
  const near = runs.flatMap(({ checkId, result, figures }) =>
    result === 'passed'
      ? figures.filter(isNear).map(({ figureId }) => ({ checkId, figureId }))
      : [],
  );
  return [
    ...runs.flatMap(({ checkId, result }) =>
      result === 'passed' || names(result, checkId, null)
        ? []
        : [`Nothing is recommended of ${checkId}, which was ${result}.`],
    ),
    ...near
      .filter(({ checkId, figureId }) => !names('close', checkId, figureId))
      .map(
        ({ checkId, figureId }) =>
          `Nothing is recommended of ${figureId} of ${checkId}, which is near its threshold.`,
      ),
    ...found
      .filter(({ checkId }) => !runs.some((run) => run.checkId === checkId))
      .map(({ checkId }) => `Something is recommended of ${checkId}, which has not run.`),
    ...found
      .filter(
        ({ reason, checkId, figureId }) =>
          reason === 'close' &&
          !near.some((each) => each.checkId === checkId && each.figureId === figureId),
      )
      .map(
        ({ checkId, figureId }) =>
          `${figureId ?? 'A figure'} of ${checkId} is called near its threshold and is not.`,
      ),
  ];
}

/** Counted apart from the report, so that one does not repeat the other's mistake. */
function isNear(figure: Figure): boolean {
  const { unit, value, threshold } = figure;
  if (unit === '' || value === null || value < 0 || threshold === null) return false;
  if (threshold.value <= 0 || !holds(figure)) return false;
  if (threshold.compare === 'at-most') return value >= closeFrom * threshold.value;
  if (threshold.compare === 'exactly') return false;
  if (unit !== '%' && unit !== 'points') return threshold.value >= closeFrom * value;
  // Of a hundred, what may be missing is what is left of it.
  return threshold.value < 100 && 100 - value >= closeFrom * (100 - threshold.value);
}

export const recommendationsDrawn: Check = {
  checkId: 'recommendations-drawn',
  title: 'Recommendations are drawn from the figures',
  why: 'What is about to fail must be said before it does, and nothing may be said that no figure carries.',
  phase: 6,
  weight: 2,
  critical: false,
  negativeControl: false,
  gateways: everyGateway,
  needs: ['report-builds'],
  withinMs: 120_000,
  async run(world) {
    const { runs } = world;
    const { recommendations } = await world.report();
    const found = z.array(recommendationSchema).parse(JSON.parse(recommendations));
    const proving = runs.filter(({ phase }) => phase < 6);
    const problems = recommendationProblems(
      found.filter(
        ({ checkId }) => !runs.some((run) => run.checkId === checkId && run.phase === 6),
      ),
      proving,
    );
    return {
      figures: [
        count('recommendations', 'Recommendations', found.length),
        count('wrong', 'Missing, or without a figure that carries it', problems.length, none),
      ],
      evidence: [
        {
          name: 'drawn.json',
          title: 'What the report recommends, and why',
          contents: recommendations,
        },
      ],
      problems,
      found:
        found.length === 0
          ? 'No figure gives reason for a recommendation, and the report has none.'
          : `The recommendations (${found.length}) are those that the figures give reason for.`,
    };
  },
};
