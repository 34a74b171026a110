import { holds, type CheckRun, type Figure } from '#shared/domain/readiness.ts';

import { figureText, thresholdText } from '../../figure-text.ts';
import { cell, heading, note, paragraph, type Block } from '../document.ts';
import type { AttemptRecord } from '../../readiness-record.ts';
import type { Dossier } from '../dossier.ts';
import { checkAnchor, percentText } from '../plain-words.ts';
import { shareOfThreshold } from './phases-section.ts';

export interface Recommendation {
  checkId: string;
  checkTitle: string;
  sentence: string;
}

/** From which share of its threshold a figure that still holds deserves a look. */
const closeFrom = 0.8;

/**
 * What the figures say should be done: mend what failed, do what was skipped, look at what came close to its threshold or
 * has had different results under the same configuration.
 */
export function recommendationsOf(
  runs: readonly CheckRun[],
  earlier: readonly AttemptRecord[],
): Recommendation[] {
  return runs.flatMap((run) => {
    const say = (sentence: string): Recommendation => ({
      checkId: run.checkId,
      checkTitle: run.title,
      sentence,
    });
    if (run.result === 'failed') return [say(`Mend it and run it again: ${run.sentence}`)];
    if (run.result === 'skipped') return [say(`Run it where it can be run: ${run.sentence}`)];
    return [
      ...run.figures.filter(isClose).map((figure) => say(closeWords(figure))),
      ...flakyWords(run, earlier).map(say),
    ];
  });
}

function isClose(figure: Figure): boolean {
  const share = shareOfThreshold(figure);
  return share !== null && share >= closeFrom && holds(figure);
}

function closeWords(figure: Figure): string {
  const share = percentText(shareOfThreshold(figure) ?? 0);
  return `${figure.title} is ${figureText(figure)} and must be ${thresholdText(figure)}: ${share} of that is taken. Find out what it depends on before it no longer holds.`;
}

function flakyWords(run: CheckRun, earlier: readonly AttemptRecord[]): string[] {
  const failures = earlier.filter(({ runs }) =>
    runs.some(({ checkId, result }) => checkId === run.checkId && result === 'failed'),
  ).length;
  return failures === 0
    ? []
    : [
        `It passed here and failed in ${failures} of ${earlier.length} earlier attempts. Find out why.`,
      ];
}

export function recommendationsSection({ runs, earlier }: Dossier): Block[] {
  const found = recommendationsOf(runs, earlier);
  return [
    heading(1, 'recommendations', 'Recommendations'),
    paragraph(
      `Drawn from the figures alone: checks that failed or were skipped, figures that take ${percentText(closeFrom)} or more of what their threshold allows, and checks that have failed before.`,
    ),
    found.length === 0
      ? note('The figures of this attempt give no reason for any.')
      : {
          kind: 'table',
          columns: [
            { title: 'Check', share: 0.32 },
            { title: 'What to do', share: 0.68 },
          ],
          rows: found.map(({ checkId, checkTitle, sentence }) => [
            cell(checkTitle, { to: checkAnchor(checkId) }),
            cell(sentence),
          ]),
        },
  ];
}
