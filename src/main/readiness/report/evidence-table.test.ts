import { describe, expect, it } from 'vitest';

import { sha256 } from '../evidence-folder.ts';
import { dossierOf, factsOf, listing, run } from './facts-of-attempt.fixture.ts';
import { evidenceTable } from './evidence-table.ts';

const contents = 'control,denied by\r\nmax-order-value,"max-order-value, position-limit"\r\n';
const kept = (file: string) => ({
  file,
  title: 'Controls',
  sha256: sha256(contents),
  bytes: contents.length,
});

function tableOf(files: readonly string[], text: string | null) {
  const facts = factsOf([run('a', { evidence: files.map(kept) })]);
  const dossier = dossierOf(facts, [listing('a')], { evidenceText: () => text });
  return evidenceTable(dossier, 'a', 'controls.csv');
}

describe('a table of evidence', () => {
  it('is the lines of a file by the names of its columns', () => {
    expect(tableOf(['a.other.csv', 'a.controls.csv'], contents)).toEqual({
      file: 'a.controls.csv',
      rows: [{ control: 'max-order-value', 'denied by': 'max-order-value, position-limit' }],
    });
  });

  it('is the latest of files of the same name', () => {
    expect(tableOf(['a.controls.csv', 'a.controls-2.csv'], contents)?.file).toBe(
      'a.controls-2.csv',
    );
  });

  it.each<[string, string[], string | null]>([
    ['a file that was altered', ['a.controls.csv'], `${contents}more,more\r\n`],
    ['a file that is gone', ['a.controls.csv'], null],
    ['a check that left no such file', ['a.others.csv'], contents],
  ])('is none of %s', (_what, files, text) => {
    expect(tableOf(files, text)).toBeNull();
  });
});
