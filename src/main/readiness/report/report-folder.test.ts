import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Fact, NewFact } from '#shared/domain/fact.ts';

import { sha256 } from '../evidence-folder.ts';
import { attempt, dossierOf, factsOf, hashOf, listing, run } from './facts-of-attempt.fixture.ts';
import {
  filesIn,
  freeFolder,
  ReportRefused,
  requireWritable,
  writeReport,
} from './report-folder.ts';
import { reportStyle } from './report-style.ts';
import { JournalTie, readManifest, reportProblems } from './verify-report.ts';

const root = mkdtempSync(join(tmpdir(), 'deskcheck-report-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const emptyFolder = (): string => mkdtempSync(join(root, 'each-'));

const nothingKept = () => ({ evidenceFolder: emptyFolder(), attachmentsFolder: emptyFolder() });

const quotes = 'time,bid,ask\r\n1,2,3\r\n';
const kept = {
  file: 'a.quotes.csv',
  title: 'Quotes <of the day> & more',
  sha256: sha256(quotes),
  bytes: quotes.length,
};
const runs = [run('a', { evidence: [kept] }), run('b', { phase: 2, sentence: '<script>' })];
const receipt = 'Two keys, in the safe.';
const attachment = {
  file: 'keys.receipt.txt',
  title: 'receipt.txt',
  sha256: sha256(receipt),
  bytes: receipt.length,
};
const ticked = (given = attachment): NewFact => ({
  kind: 'checklist.ticked',
  by: 'tester',
  body: {
    itemId: 'keys',
    title: 'Keys are kept',
    checklistVersion: 1,
    note: 'Seen.',
    attachment: given,
    configuration: attempt.configuration,
  },
});
const facts = factsOf(runs, [ticked()]);
const checks = [listing('a'), listing('b', { phase: 2 })];

let built: string;
beforeAll(async () => {
  const evidenceFolder = emptyFolder();
  writeFileSync(join(evidenceFolder, kept.file), quotes);
  const attachmentsFolder = emptyFolder();
  writeFileSync(join(attachmentsFolder, attachment.file), receipt);
  built = join(emptyFolder(), 'report');
  await writeReport(dossierOf(facts, checks), { evidenceFolder, attachmentsFolder, out: built });
});

let folder: string;
beforeEach(() => {
  folder = join(emptyFolder(), 'report');
  cpSync(built, folder, { recursive: true });
});

const problems = (): string[] => reportProblems(folder, readManifest(folder));

const files = [
  '1_2026-01-05T10-00-00Z.json',
  '2_2026-01-05T10-00-00Z.json',
  'attachments/keys.receipt.txt',
  'checks.csv',
  'evidence/a.quotes.csv',
  'figures.csv',
  'recommendations.json',
  'report.html',
  'report.pdf',
];

describe('the folder of a report', () => {
  it('holds the report, its tables, its evidence and a manifest of them all', () => {
    expect(filesIn(folder)).toEqual([...files, 'manifest.json'].toSorted());
    expect(readManifest(folder).files.map(({ file }) => file)).toEqual(files);
    expect(problems()).toEqual([]);
  });

  it.each(files)('names %s when it is altered, and nothing else', (file) => {
    appendFileSync(join(folder, file), ' ');
    expect(problems()).toEqual([expect.stringMatching(`^${file} was altered: it has `)]);
  });

  it('names a file that was altered without changing its size', () => {
    const path = join(folder, 'checks.csv');
    writeFileSync(path, readFileSync(path, 'utf8').replace('passed', 'failed'));
    expect(problems()).toEqual(['checks.csv was altered.']);
  });

  it.each(files)('names %s when it is missing', (file) => {
    rmSync(join(folder, file));
    expect(problems()).toEqual([`${file} is missing.`]);
  });

  it('names what was added', () => {
    writeFileSync(join(folder, 'evidence', 'better.csv'), 'x');
    expect(problems()).toEqual(['evidence/better.csv was added.']);
  });

  it('sees that its manifest was altered, also together with a file', () => {
    const path = join(folder, 'manifest.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"version": "0.1.0"', '"version": "0.2.0"'));
    expect(problems()).toEqual(['manifest.json was altered: its seal does not hold.']);
    const html = join(folder, 'report.html');
    const hash = sha256(readFileSync(html));
    appendFileSync(html, '!');
    writeFileSync(path, text.replace(hash, sha256(readFileSync(html))));
    expect(problems()).toContain('manifest.json was altered: its seal does not hold.');
  });

  it('refuses what is no report, in a sentence', () => {
    expect(() => readManifest(emptyFolder())).toThrow(/holds no report/);
    writeFileSync(join(folder, 'manifest.json'), '{');
    expect(() => readManifest(folder)).toThrow(ReportRefused);
  });

  it('is never written over', async () => {
    expect(() => requireWritable(folder)).toThrow(/exists already/);
    await expect(
      writeReport(dossierOf(facts, checks), { ...nothingKept(), out: folder }),
    ).rejects.toThrow(ReportRefused);
    expect(problems()).toEqual([]);
    expect(freeFolder(folder)).toBe(`${folder}-2`);
  });

  it('leaves nothing where it cannot be written', async () => {
    const parent = emptyFolder();
    writeFileSync(join(parent, 'file'), '');
    const out = join(parent, 'file', 'report');
    await expect(writeReport(dossierOf(facts, checks), { ...nothingKept(), out })).rejects.toThrow(
      ReportRefused,
    );
    expect(existsSync(out)).toBe(false);
  });

  it('is written without evidence that is gone, which it says', async () => {
    const out = join(emptyFolder(), 'report');
    const dossier = dossierOf(facts, checks, {
      evidenceProblems: () => ['a.quotes.csv cannot be read.'],
    });
    await writeReport(dossier, { ...nothingKept(), out });
    expect(filesIn(out)).not.toContain('evidence/a.quotes.csv');
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(
      'a.quotes.csv cannot be read.',
    );
  });
});

describe('the HTML report', () => {
  it('needs nothing else, has no script, and shows markup as text', () => {
    const html = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(html).toMatch(
      /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-/,
    );
    expect(html).not.toMatch(/<script|<link|src=|url\(|style="|https?:\/\/(?!www\.w3\.org)/);
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('<col width="20%">');
    expect(html).toContain('Quotes &lt;of the day&gt; &amp; more');
  });
});

it('has styles for media that every browser knows: one that it cannot read it drops, and says nothing', () => {
  const media = [...reportStyle.matchAll(/@media ([^{]+) \{/g)].map(([, query]) => query);
  expect(media).toEqual([
    '(prefers-color-scheme: dark)',
    'screen and (min-width: 1180px)',
    'print',
  ]);
});

describe('the PDF report', () => {
  it('is one, with text in an embedded font', () => {
    const pdf = readFileSync(join(folder, 'report.pdf'), 'latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    expect(pdf).toContain('/FontFile2');
  });
});

describe('the tie to the journal', () => {
  function tied(of: readonly Fact[], hash = hashOf): string[] {
    const tie = new JournalTie(readManifest(folder));
    for (const fact of of) tie.take(fact, hash(fact));
    return tie.problems(folder);
  }

  it('holds to the journal it was built from, also when that has gone on', () => {
    expect(tied(facts)).toEqual([]);
    const [first] = facts;
    if (first === undefined) throw new Error('There are no facts.');
    expect(tied([...facts, { ...first, seq: facts.length + 1 }])).toEqual([]);
  });

  it('does not hold to another, or to one that was cut', () => {
    expect(tied(facts.slice(0, -1))).toEqual([expect.stringContaining('does not reach fact 5')]);
    expect(tied(facts, () => 'f'.repeat(64))).toEqual([
      expect.stringContaining('Fact 5 of the journal is not the one'),
    ]);
  });

  it('names what the journal recorded otherwise', () => {
    const hash = '0'.repeat(64);
    const other = factsOf(
      [run('a', { evidence: [{ ...kept, sha256: hash }] }), runs[1] ?? run('b')],
      [ticked({ ...attachment, sha256: hash })],
    );
    expect(tied(other)).toEqual([
      'evidence/a.quotes.csv is not what the journal recorded.',
      'attachments/keys.receipt.txt is not what the journal recorded.',
      '1_2026-01-05T10-00-00Z.json does not say what the journal recorded of its checks.',
    ]);
  });

  it('names what was attached and is not in the report', () => {
    const other = factsOf(runs, [ticked({ ...attachment, file: 'keys.other.txt' })]);
    expect(tied(other)).toEqual([
      'attachments/keys.other.txt is on record in the journal and not in this report.',
    ]);
  });

  it('says when there is no such attempt', () => {
    const [first, ...rest] = facts;
    if (first?.kind !== 'attempt.began') throw new Error('There are no facts.');
    const began = { ...first, body: { attempt: { ...first.body.attempt, attemptId: 'other' } } };
    expect(tied([began, ...rest])).toEqual(['The journal knows no attempt 01ATTEMPT.']);
  });
});

it('makes the parents of its folder', async () => {
  const out = join(emptyFolder(), 'deep', 'er', 'report');
  mkdirSync(out, { recursive: true });
  await writeReport(dossierOf(facts, checks), { ...nothingKept(), out });
  expect(existsSync(join(out, 'manifest.json'))).toBe(true);
});
