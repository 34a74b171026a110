import { cell, code, heading, note, paragraph, type Block } from '../document.ts';
import { latestRuns, type Dossier } from '../dossier.ts';
import { checkAnchor, counted, resultCell } from '../plain-words.ts';

/** From what is required to what proves it, and back. */
export function traceabilitySection(dossier: Dossier): Block[] {
  return [
    heading(1, 'traceability', 'Traceability'),
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
        { title: 'Requirement', share: 0.42 },
        { title: 'Source', share: 0.18 },
        { title: 'Check', share: 0.3 },
        { title: 'Result', share: 0.1 },
      ],
      rows: requirements.flatMap(({ requirementId, title, source, checks: answering }) =>
        answering.map((checkId, nth) => [
          cell(nth === 0 ? `${requirementId}: ${title}` : ''),
          cell(nth === 0 ? source : ''),
          titles.has(checkId)
            ? cell(titles.get(checkId) ?? '', { to: checkAnchor(checkId) })
            : cell(`${checkId}: this version has no such check`, { tone: 'bad' }),
          resultCell(byId.get(checkId)),
        ]),
      ),
    },
    heading(2, 'check-to-requirement', 'From check to requirement'),
    {
      kind: 'table',
      columns: [
        { title: 'Check', share: 0.5 },
        { title: 'Requirements', share: 0.5 },
      ],
      rows: checks.map(({ checkId, title }) => {
        const asked = requirements
          .filter((requirement) => requirement.checks.includes(checkId))
          .map(({ requirementId }) => requirementId);
        return [
          cell(title, { to: checkAnchor(checkId) }),
          asked.length === 0 ? cell('none', { tone: 'warning' }) : cell(asked.join(', ')),
        ];
      }),
    },
  ];
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
        { title: 'SHA-256', share: 0.36 },
        { title: 'File', share: 0.32 },
        { title: 'Check', share: 0.32 },
      ],
      rows: files.map(({ run, evidence }) => [
        code(evidence.sha256),
        code(evidence.file),
        cell(run.title, { to: checkAnchor(run.checkId) }),
      ]),
    },
  ];
}
