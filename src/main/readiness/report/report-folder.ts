import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import type { Evidence } from '#shared/domain/readiness.ts';

import { sha256 } from '../evidence-folder.ts';
import type { Dossier } from './dossier.ts';
import { htmlOf } from './html.ts';
import { attachmentsIn, manifestFile, sealed, type Manifest } from './manifest.ts';
import { pdfOf } from './pdf.ts';
import { phaseFileName, phaseFiles } from './phase-file.ts';
import { recommendationsFile, recommendationsOf } from './recommendations.ts';
import { reportDocument } from './report-document.ts';
import { checksCsv, figuresCsv } from './report-tables.ts';

/** A report cannot be written where it was asked for, with what to do about it. */
export class ReportRefused extends Error {
  override readonly name = 'ReportRefused';
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}

/** From where to where. */
export interface ReportPlaces {
  /** Of the attempt. */
  evidenceFolder: string;
  /** Of the checklist. */
  attachmentsFolder: string;
  out: string;
}

/** What was written, and where. */
export interface WrittenReport {
  folder: string;
  manifest: Manifest;
}

/**
 * Writes the folder of a report, whole or not at all: the report as HTML and PDF, a file for each phase, checks and figures
 * as CSV, the evidence, what people attached to the checklist, and the manifest. The folder must not be there yet, or be
 * empty. Throws {@link ReportRefused}.
 */
export async function writeReport(
  dossier: Dossier,
  { evidenceFolder, attachmentsFolder, out }: ReportPlaces,
): Promise<WrittenReport> {
  const folder = resolve(out);
  requireFree(folder);
  const document = reportDocument(dossier);
  const contents: [string, string | Buffer][] = [
    ['report.html', htmlOf(document)],
    ['report.pdf', await pdfOf(document)],
    ['checks.csv', checksCsv(dossier)],
    ['figures.csv', figuresCsv(dossier)],
    [recommendationsFile, `${JSON.stringify(recommendationsOf(dossier), null, 2)}\n`],
    ...phaseFiles(dossier).map((file): [string, string] => [
      phaseFileName(file.phase, dossier.attempt.beganAt),
      `${JSON.stringify(file, null, 2)}\n`,
    ]),
  ];
  const unfinished = unfinishedOf(folder);
  try {
    makeAnew(unfinished);
    for (const [name, content] of contents) writeSynced(join(unfinished, name), content);
    copyThere(evidenceOf(dossier), evidenceFolder, join(unfinished, 'evidence'));
    copyThere(attachmentsOf(dossier), attachmentsFolder, join(unfinished, attachmentsIn));
    const manifest = manifestOf(dossier, unfinished);
    writeSynced(join(unfinished, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    renameSync(unfinished, folder);
    return { folder, manifest };
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw refusalOf(folder, error);
  }
}

/** Where a report is until all of it is there. */
function unfinishedOf(folder: string): string {
  return `${folder}.unfinished`;
}

function makeAnew(unfinished: string): void {
  mkdirSync(dirname(unfinished), { recursive: true, mode: 0o700 });
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
}

/** What a system says of a folder, for a person; anything else as it is. */
function refusalOf(folder: string, error: unknown): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error;
  return new ReportRefused(
    `The report could not be written to ${folder}: ${error.message}.`,
    'Nothing of it is left there. Choose another folder with --out.',
  );
}

/** A folder that is free: the one given, or with a number behind it. */
export function freeFolder(folder: string): string {
  for (let nth = 1; ; nth += 1) {
    const candidate = nth === 1 ? folder : `${folder}-${nth}`;
    if (!existsSync(candidate)) return candidate;
  }
}

/** Throws {@link ReportRefused} where a folder is there and holds something, or is a file. */
function requireFree(folder: string): void {
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (there.isDirectory() && readdirSync(folder).length === 0) return;
  throw new ReportRefused(
    `${folder} exists already and is ${there.isDirectory() ? 'not empty' : 'no folder'}.`,
    'Nothing was written. Choose another folder with --out, or move that one away.',
  );
}

/**
 * Throws {@link ReportRefused} where no report could be written to a folder, before it takes minutes to have one. It leaves
 * nothing there but the folder above it.
 */
export function requireWritable(out: string): void {
  const folder = resolve(out);
  requireFree(folder);
  try {
    makeAnew(unfinishedOf(folder));
    rmSync(unfinishedOf(folder), { recursive: true });
  } catch (error) {
    throw refusalOf(folder, error);
  }
}

/** Copies the files that are there: what is missing the report says. */
function copyThere(files: readonly Evidence[], from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 });
  for (const { file } of files) {
    if (existsSync(join(from, file))) cpSync(join(from, file), join(to, file));
  }
}

function evidenceOf({ runs }: Dossier): Evidence[] {
  return runs.flatMap(({ evidence }) => evidence);
}

function attachmentsOf({ checklist }: Dossier): Evidence[] {
  return checklist.items.flatMap(({ tick }) => tick?.attachment ?? []);
}

function manifestOf({ attempt, version, builtAt, journal }: Dossier, folder: string): Manifest {
  const files = filesIn(folder).map((file) => {
    const bytes = readFileSync(join(folder, file));
    return { file, sha256: sha256(bytes), bytes: bytes.length };
  });
  return sealed({
    format: 1,
    attemptId: attempt.attemptId,
    version,
    commit: attempt.configuration.commit,
    builtAt,
    journal,
    files,
  });
}

/** Paths of every file in a folder and below, sorted, `/` between the parts. */
export function filesIn(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? filesIn(folder, path) : [path];
    })
    .toSorted();
}

function writeSynced(path: string, content: string | Buffer): void {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
