import { cell, code, heading, note, opening, paragraph, type Block } from '../document.ts';
import { latestRuns, type Dossier } from '../dossier.ts';
import { checkAnchor, counted, resultCell } from '../plain-words.ts';

/** From what is required to what proves it, and back. */
export function traceabilitySection(dossier: Dossier): Block[] {
  return [
    opening('traceability', 'Traceability'),
    ...requirementBlocks(dossier),
    ...evidenceBlocks(dossier),
  ];
}

function requirementBlocks({ checks, runs, requirements }: Dossier): Block[] {
  const byId = latestRuns(runs);
  const titles = new Map(checks.map(({ checkId, title }) => [checkId, title]));
  const unanswered = requirements.filter(
    (requirement) => !requirement.checks.some((checkId) => titles.has(checkId)),
  );
  const free = checks.filter(
    ({ checkId }) => !requirements.some((requirement) => requirement.checks.includes(checkId)),
  );
  return [
    paragraph(
      `${counted(requirements.length, 'requirement')}, ${unanswered.length} of them without a check of this version; ${counted(checks.length, 'check')}, ${free.length} of them without a requirement.`,
    ),
    heading(2, 'requirement-to-check', 'From requirement to check'),
    {
      kind: 'table',
      columns: [
        { title: 'No.', share: 0.06 },
        { title: 'Requirement', share: 0.44 },
        { title: 'Checks and their results', share: 0.5 },
      ],
      rows: requirements.map(({ requirementId, title, source, checks: answering }, nth) => [
        cell(numberOf(nth)),
        cell(title, {
          entries: [
            { of: cell(`Source: ${source}`, { tone: 'quiet' }), end: cell('') },
            { of: code(requirementId), end: cell('') },
          ],
        }),
        cell('', {
          entries: answering.map((checkId) => ({
            of: titles.has(checkId)
              ? cell(titles.get(checkId) ?? '', { to: checkAnchor(checkId) })
              : cell(`${checkId}: this version has no such check`, { tone: 'bad' }),
            end: resultCell(byId.get(checkId)),
          })),
        }),
      ]),
    },
    heading(2, 'check-to-requirement', 'From check to requirement'),
    {
      kind: 'table',
      columns: [
        { title: 'Check', share: 0.75 },
        { title: 'Requirements', share: 0.25 },
      ],
      rows: checks.map(({ checkId, title }) => {
        const asked = requirements.flatMap((requirement, nth) =>
          requirement.checks.includes(checkId) ? [numberOf(nth)] : [],
        );
        return [
          cell(title, { to: checkAnchor(checkId) }),
          asked.length === 0 ? cell('none', { tone: 'warning' }) : cell(asked.join(', ')),
        ];
      }),
    },
  ];
}

/** What a requirement is called in this report. */
function numberOf(nth: number): string {
  return `R${nth + 1}`;
}

function evidenceBlocks({ runs }: Dossier): Block[] {
  const files = runs.flatMap((run) => run.evidence.map((evidence) => ({ run, evidence })));
  if (files.length === 0) return [note('No check of this attempt has left evidence files.')];
  return [
    heading(2, 'evidence-to-check', 'From evidence to check'),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'SHA-256', share: 0.46 },
        { title: 'File', share: 0.27 },
        { title: 'Check', share: 0.27 },
      ],
      rows: files.map(({ run, evidence }) => [
        code(evidence.sha256),
        code(evidence.file),
        cell(run.title, { to: checkAnchor(run.checkId) }),
      ]),
    },
  ];
}
