import { cell, heading, note, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { checkAnchor, counted } from '../plain-words.ts';

/** What was not as it must be. */
export function deviationsSection({ runs, checks }: Dossier): Block[] {
  const title = heading(1, 'deviations', 'Deviations and waivers');
  const failed = runs.filter(({ result }) => result === 'failed');
  if (failed.length === 0) return [title, note('No check of this attempt has failed.')];
  const critical = new Set(checks.filter((check) => check.critical).map(({ checkId }) => checkId));
  return [
    title,
    paragraph(`${counted(failed.length, 'check')} of this attempt failed.`),
    {
      kind: 'table',
      columns: [
        { title: 'Check', share: 0.32 },
        { title: 'Critical', share: 0.12 },
        { title: 'What was found', share: 0.56 },
      ],
      rows: failed.map((run) => [
        cell(run.title, { to: checkAnchor(run.checkId) }),
        cell(critical.has(run.checkId) ? 'yes' : 'no'),
        cell(run.sentence, { tone: 'bad' }),
      ]),
    },
  ];
}
