import { csvLine } from '#shared/domain/csv.ts';
import { holds } from '#shared/domain/readiness.ts';

import { latestRuns, type Dossier } from './dossier.ts';

/** One line for each check, also for those that have not run. */
export function checksCsv({ checks, runs }: Dossier): string {
  const byId = latestRuns(runs);
  const lines = checks.map((check) => {
    const run = byId.get(check.checkId);
    return csvLine([
      check.phase,
      check.checkId,
      check.title,
      check.critical,
      check.weight,
      check.negativeControl,
      run?.result ?? 'not run',
      run?.sentence ?? '',
      run?.beganAt ?? '',
      run?.durationMs ?? '',
      run?.evidence.length ?? '',
    ]);
  });
  const head = csvLine([
    'phase',
    'checkId',
    'title',
    'critical',
    'weight',
    'negativeControl',
    'result',
    'sentence',
    'beganAt',
    'durationMs',
    'evidenceFiles',
  ]);
  return [head, ...lines].join('');
}

/** One line for each figure that was measured. */
export function figuresCsv({ runs }: Dossier): string {
  const lines = runs.flatMap((run) =>
    run.figures.map((figure) =>
      csvLine([
        run.phase,
        run.checkId,
        figure.figureId,
        figure.title,
        figure.value,
        figure.unit,
        figure.threshold?.compare ?? '',
        figure.threshold?.value ?? '',
        figure.threshold === null ? '' : holds(figure),
      ]),
    ),
  );
  const head = csvLine([
    'phase',
    'checkId',
    'figureId',
    'title',
    'value',
    'unit',
    'compare',
    'threshold',
    'holds',
  ]);
  return [head, ...lines].join('');
}
