import { csvCells } from '#shared/domain/csv.ts';

import { note, type Block } from './document.ts';
import { latestRuns, type Dossier } from './dossier.ts';

/** A CSV file of evidence: each line by the names of its columns. */
export interface EvidenceTable {
  file: string;
  rows: readonly Readonly<Record<string, string>>[];
}

/**
 * What a check has left as a table. Null where the check has not run, left no such file, or the file is not the one on
 * record: what nobody vouches for is not shown.
 * @param name of the file, without the id of its check.
 */
export function evidenceTable(
  { runs, evidenceText }: Pick<Dossier, 'runs' | 'evidenceText'>,
  checkId: string,
  name: string,
): EvidenceTable | null {
  const run = latestRuns(runs).get(checkId);
  // A second file of a name has a number behind it.
  const ending = name.replace(/\./, '(-\\d+)?\\.');
  const found = run?.evidence.findLast(({ file }) =>
    new RegExp(`^${checkId}\\.${ending}$`).test(file),
  );
  const text = found === undefined ? null : evidenceText(found.file);
  if (found === undefined || text === null) return null;
  const [head = [], ...lines] = csvCells(text);
  return {
    file: found.file,
    rows: lines.map((line) =>
      Object.fromEntries(head.map((column, at) => [column, line[at] ?? ''])),
    ),
  };
}

/** What a table shows, and which file of the evidence says it. */
export function fromEvidence(text: string, file: string): Block {
  return note(`${text} Source: evidence/${file}.`);
}
