import { cell, heading, note, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { checkAnchor, counted, timeText } from '../plain-words.ts';

/** What was not as it must be, and what of it people have accepted. */
export function deviationsSection(dossier: Dossier): Block[] {
  return [
    heading(1, 'deviations', 'Deviations and waivers'),
    ...failures(dossier),
    ...waived(dossier),
  ];
}

function failures({ runs, checks }: Dossier): Block[] {
  const failed = runs.filter(({ result }) => result === 'failed');
  if (failed.length === 0) return [note('No check of this attempt has failed.')];
  const critical = new Set(checks.filter((check) => check.critical).map(({ checkId }) => checkId));
  return [
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

function waived({ waivers, people, checks }: Dossier): Block[] {
  if (waivers.length === 0) return [note('No waiver is on record: nobody has accepted a gap.')];
  const titles = new Map(checks.map(({ checkId, title }) => [checkId, title]));
  const name = (personId: string): string => people.get(personId)?.name ?? personId;
  return [
    heading(2, 'waivers', 'Waivers'),
    paragraph(
      'A waiver lets a check stand that has not passed. It gives nothing to the score, and it ends by itself.',
    ),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Check', share: 0.2 },
        { title: 'Reason', share: 0.22 },
        { title: 'What is done instead', share: 0.22 },
        { title: 'Answers for it', share: 0.1 },
        { title: 'Proposed and approved by', share: 0.13 },
        { title: 'Until', share: 0.13 },
      ],
      rows: waivers.map((waiver) => [
        cell(titles.get(waiver.checkId) ?? waiver.checkId),
        cell(waiver.reason),
        cell(waiver.compensatingControl),
        cell(waiver.owner),
        cell(`${name(waiver.proposedBy)}; ${name(waiver.approvedBy)}`),
        cell(`${timeText(waiver.expiresAt)}${waiver.expired ? ': over' : ''}`, {
          tone: waiver.expired ? 'bad' : 'quiet',
        }),
      ]),
    },
  ];
}
