import { phases } from '#shared/domain/readiness.ts';

import { cell, heading, note, paragraph, type Block } from '../document.ts';
import { latestRuns, type Dossier } from '../dossier.ts';
import { checkAnchor, counted } from '../plain-words.ts';

/** What nobody may read out of this report. */
export function notProvenSection({ attempt, runs, checks }: Dossier): Block[] {
  const byId = latestRuns(runs);
  const skipped = runs.filter(({ result }) => result === 'skipped');
  const missing = checks.filter(({ checkId }) => !byId.has(checkId));
  const leftOut = phases.filter(({ phase }) => !attempt.phases.includes(phase));
  const limits: string[] = [
    ...(attempt.environment.gatewayKind === 'simulated'
      ? ['How a broker’s gateway behaves: every check ran against the simulated gateway.']
      : []),
    ...leftOut.map(
      ({ phase, title }) => `Phase ${phase}, ${title}: it was not part of this attempt.`,
    ),
    ...(attempt.state === 'completed'
      ? []
      : [`The attempt is ${attempt.state}: checks after that did not run.`]),
    ...(attempt.configuration.commit === null
      ? ['Which commit the program was built from: it was not known.']
      : []),
  ];
  return [
    heading(1, 'not-proven', 'What is not proven'),
    paragraph(
      `Skipped is not passed, and what did not run is not proven. ${counted(skipped.length, 'check')} of this attempt ${skipped.length === 1 ? 'was' : 'were'} skipped and ${counted(missing.length, 'check')} did not run.`,
    ),
    ...(limits.length === 0
      ? []
      : [{ kind: 'list' as const, items: limits.map((text) => cell(text)) }]),
    ...(skipped.length === 0
      ? [note('No check of this attempt was skipped.')]
      : [
          heading(2, 'skipped', 'Skipped'),
          {
            kind: 'table' as const,
            columns: [
              { title: 'Check', share: 0.4 },
              { title: 'Why', share: 0.6 },
            ],
            rows: skipped.map((run) => [
              cell(run.title, { to: checkAnchor(run.checkId) }),
              cell(run.sentence),
            ]),
          },
        ]),
    ...(missing.length === 0
      ? [note('Every check there is has run.')]
      : [
          heading(2, 'not-run', 'Not run'),
          {
            kind: 'table' as const,
            columns: [
              { title: 'Phase', align: 'right' as const, share: 0.1 },
              { title: 'Check', share: 0.45 },
              { title: 'What would have been shown', share: 0.45 },
            ],
            rows: missing.map((check) => [
              cell(String(check.phase)),
              cell(check.title),
              cell(check.why),
            ]),
          },
        ]),
  ];
}
