import type { CheckRun } from '#shared/domain/readiness.ts';

import { figureText } from '../../figure-text.ts';
import type { AttemptRecord } from '../../readiness-record.ts';
import { cell, code, heading, note, paragraph, type Block } from '../document.ts';
import { latestRuns, type Dossier } from '../dossier.ts';
import { checkAnchor, counted, durationText, timeText } from '../plain-words.ts';

/** How the attempt stands beside those before it. */
export function historySection(dossier: Dossier): Block[] {
  const { earlier } = dossier;
  const title = heading(1, 'history', 'Earlier attempts');
  const before = earlier.at(-1);
  if (before === undefined) {
    return [
      title,
      note('There was no attempt before this one: there is nothing to compare it with.'),
    ];
  }
  return [
    title,
    paragraph(
      `${counted(earlier.length, 'attempt')} before this one ${earlier.length === 1 ? 'is' : 'are'} on record. None was replaced by a later one.`,
    ),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Attempt', share: 0.3 },
        { title: 'Began', share: 0.24 },
        { title: 'State', share: 0.14 },
        { title: 'Passed', align: 'right', share: 0.1 },
        { title: 'Failed', align: 'right', share: 0.1 },
        { title: 'Skipped', align: 'right', share: 0.12 },
      ],
      rows: earlier.map(({ attempt, runs }) => [
        code(attempt.attemptId),
        cell(timeText(attempt.beganAt)),
        cell(attempt.state),
        ...(['passed', 'failed', 'skipped'] as const).map((result) =>
          cell(String(runs.filter((run) => run.result === result).length)),
        ),
      ]),
    },
    ...comparison(before, dossier),
  ];
}

function comparison(before: AttemptRecord, { runs, attempt }: Dossier): Block[] {
  const then = latestRuns(before.runs);
  const both = runs.flatMap((run) => {
    const earlierRun = then.get(run.checkId);
    return earlierRun === undefined ? [] : [{ run, before: earlierRun }];
  });
  if (both.length === 0) {
    return [
      note(
        `The attempt before, ${before.attempt.attemptId}, has no check in common with this one.`,
      ),
    ];
  }
  const figures = both.flatMap((pair) => figureRows(pair));
  return [
    heading(2, 'compared', 'Compared with the attempt before'),
    paragraph(
      before.attempt.configuration.limitsHash === attempt.configuration.limitsHash &&
        before.attempt.configuration.version === attempt.configuration.version
        ? 'Both attempts were made with the same version and the same limits.'
        : 'Version or limits were not the same in both attempts.',
    ),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Check', share: 0.4 },
        { title: 'Before', share: 0.15 },
        { title: 'Now', share: 0.15 },
        { title: 'Took before', align: 'right', share: 0.15 },
        { title: 'Took now', align: 'right', share: 0.15 },
      ],
      rows: both.map(({ run, before: earlierRun }) => [
        cell(run.title, { to: checkAnchor(run.checkId) }),
        cell(earlierRun.result),
        cell(run.result, run.result === earlierRun.result ? {} : { tone: 'warning' }),
        cell(durationText(earlierRun.durationMs)),
        cell(durationText(run.durationMs)),
      ]),
    },
    ...(figures.length === 0
      ? []
      : [
          heading(2, 'compared-figures', 'Figures before and now'),
          {
            kind: 'table' as const,
            dense: true as const,
            columns: [
              { title: 'Check', share: 0.34 },
              { title: 'Figure', share: 0.34 },
              { title: 'Before', align: 'right' as const, share: 0.16 },
              { title: 'Now', align: 'right' as const, share: 0.16 },
            ],
            rows: figures,
          },
        ]),
  ];
}

function figureRows({ run, before }: { run: CheckRun; before: CheckRun }) {
  return run.figures.flatMap((figure) => {
    const earlierFigure = before.figures.find(({ figureId }) => figureId === figure.figureId);
    if (earlierFigure === undefined) return [];
    return [
      [
        cell(run.title),
        cell(figure.title),
        cell(figureText(earlierFigure)),
        cell(figureText(figure)),
      ],
    ];
  });
}
