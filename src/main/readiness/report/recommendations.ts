import { z } from 'zod';

import type { WaiverRow } from '#shared/domain/certification.ts';
import { holds, type CheckRun, type Figure } from '#shared/domain/readiness.ts';

import { isSlower } from '../compare-attempts.ts';
import { figureText, thresholdText } from '../figure-text.ts';
import type { AttemptRecord } from '../readiness-record.ts';
import { percentText } from './plain-words.ts';

/** Why something should be done, the most pressing first. */
export const recommendationReasons = [
  'failed',
  'skipped',
  'waived',
  'close',
  'slower',
  'flaky',
] as const;

export const recommendationSchema = z.strictObject({
  reason: z.enum(recommendationReasons),
  checkId: z.string(),
  checkTitle: z.string(),
  /** The figure it is about; null where it is about the check. */
  figureId: z.string().nullable(),
  sentence: z.string(),
});
export type Recommendation = z.infer<typeof recommendationSchema>;

/** The file of a report that holds them for machines. */
export const recommendationsFile = 'recommendations.json';

/** From which share of its threshold a figure that still holds deserves a look. */
export const closeFrom = 0.8;

/** What recommendations are drawn from, and nothing else is. */
interface Measured {
  runs: readonly CheckRun[];
  /** Attempts before, oldest first. */
  earlier: readonly AttemptRecord[];
  waivers: readonly WaiverRow[];
}

/**
 * What the figures say should be done: mend what failed, run what was skipped, close what is waived, look at what came near
 * to its threshold (the nearest first), what has become slower than in the attempt before, and what failed before.
 */
export function recommendationsOf({ runs, earlier, waivers }: Measured): Recommendation[] {
  return [
    ...runs
      .filter(({ result }) => result === 'failed')
      .map((run) => about(run, 'failed', `Mend it and run it again: ${run.sentence}`)),
    ...runs
      .filter(({ result }) => result === 'skipped')
      .map((run) => about(run, 'skipped', `Run it where it can be run: ${run.sentence}`)),
    ...runs.flatMap((run) => ofWaivers(run, waivers)),
    ...closeFigures(runs),
    ...runs.flatMap((run) => ofSlower(run, earlier)),
    ...runs.flatMap((run) => ofFlaky(run, earlier)),
  ];
}

function about(
  { checkId, title }: CheckRun,
  reason: Recommendation['reason'],
  sentence: string,
  figureId: string | null = null,
): Recommendation {
  return { reason, checkId, checkTitle: title, figureId, sentence };
}

function ofWaivers(run: CheckRun, waivers: readonly WaiverRow[]): Recommendation[] {
  if (run.result === 'passed') return [];
  return waivers
    .filter(({ checkId, expired }) => checkId === run.checkId && !expired)
    .map(({ owner, expiresAt, compensatingControl }) =>
      about(
        run,
        'waived',
        `Close the gap before ${expiresAt.slice(0, 10)}, when its waiver ends; ${owner} answers for it. Until then: ${compensatingControl}`,
      ),
    );
}

function closeFigures(runs: readonly CheckRun[]): Recommendation[] {
  return runs
    .filter(({ result }) => result === 'passed')
    .flatMap((run) =>
      run.figures.flatMap((figure) => {
        const share = shareOfThreshold(figure);
        return share !== null && share >= closeFrom && holds(figure)
          ? [{ run, figure, share }]
          : [];
      }),
    )
    .toSorted((a, b) => b.share - a.share)
    .map(({ run, figure, share }) =>
      about(
        run,
        'close',
        `${figure.title} is ${figureText(figure)} and must be ${thresholdText(figure)}: ${percentText(share)} of that is taken. Find out what it depends on before it no longer holds.`,
        figure.figureId,
      ),
    );
}

/** Against the latest attempt before in which the check passed. */
function ofSlower(run: CheckRun, earlier: readonly AttemptRecord[]): Recommendation[] {
  if (run.result !== 'passed') return [];
  const before = earlier
    .flatMap(({ runs }) => runs)
    .findLast(({ checkId, result }) => checkId === run.checkId && result === 'passed');
  if (before === undefined || !isSlower(before, run)) return [];
  return [
    about(
      run,
      'slower',
      `It took ${seconds(run)} and ${seconds(before)} in the attempt before. Find out what has become slower.`,
    ),
  ];
}

function seconds({ durationMs }: CheckRun): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

function ofFlaky(run: CheckRun, earlier: readonly AttemptRecord[]): Recommendation[] {
  if (run.result !== 'passed') return [];
  const failures = earlier.filter(({ runs }) =>
    runs.some(({ checkId, result }) => checkId === run.checkId && result === 'failed'),
  ).length;
  if (failures === 0) return [];
  return [
    about(
      run,
      'flaky',
      `It passed here and failed in ${failures} of ${earlier.length} earlier attempts. Find out why.`,
    ),
  ];
}

/** Units of which there is a most, and it. */
const mostOf: Readonly<Record<string, number>> = { '%': 100, points: 100 };

/**
 * 1 where a figure is just what it may be, more where it does not hold; null where there is no such share, as for a count:
 * that there is at least one of something leaves no room. Of what has a most, it is the share of the room up to it: 98 of 100
 * points where 90 are needed have used a fifth of the ten that may be missing.
 */
export function shareOfThreshold({ value, threshold, unit }: Figure): number | null {
  if (unit === '' || value === null || threshold === null || threshold.value <= 0 || value < 0)
    return null;
  const most = mostOf[unit];
  switch (threshold.compare) {
    case 'at-most':
      return value / threshold.value;
    case 'at-least':
      if (most !== undefined) {
        return threshold.value < most ? Math.max(0, most - value) / (most - threshold.value) : null;
      }
      return value === 0 ? Number.POSITIVE_INFINITY : threshold.value / value;
    case 'exactly':
      return null;
  }
}
