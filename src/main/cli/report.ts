import { join, resolve } from 'node:path';

import { buildReport, type BuildReportOptions } from '../build-report.ts';
import { journalFolders } from '../journal/journal-folders.ts';
import { openJournalReader } from '../journal/journal-reader.ts';
import { JournalBroken, JournalRefused } from '../journal/refusals.ts';
import { manifestFile } from '../readiness/report/manifest.ts';
import { ReportRefused } from '../readiness/report/report-folder.ts';
import { JournalTie, readManifest, reportProblems } from '../readiness/report/verify-report.ts';
import { say, type ExitCode, type Output } from './output.ts';

export interface ReportOptions extends Omit<BuildReportOptions, 'folder'> {
  dataDir: string;
}

/**
 * Builds the report of an attempt from whichever journal of the data folder has it. 0: written; 1: the journal cannot be
 * read to its end; 2: it cannot be done.
 */
export async function report(options: ReportOptions, output: Output): Promise<ExitCode> {
  return answered(output, async (): Promise<ExitCode> => {
    const { dataDir, ...rest } = options;
    const folder = journalFolders(dataDir).find((each) => hasAttempt(each, rest.attemptId));
    if (folder === undefined) {
      throw new ReportRefused(
        `There is no readiness attempt ${rest.attemptId} on record in ${resolve(dataDir)}.`,
        'Give one that `deskcheck certify` or the screen Readiness names.',
      );
    }
    const written = await buildReport({ ...rest, folder });
    say(output.out, reportWords(written.folder, written.manifest.files.length));
    return 0;
  });
}

/** Where a report lies, for a person. */
export function reportWords(folder: string, files: number): string {
  return `Report: ${join(folder, 'report.html')} and report.pdf, with ${files} files under ${manifestFile}.`;
}

function hasAttempt(folder: string, attemptId: string): boolean {
  const reader = openJournalReader(folder);
  try {
    for (const { fact } of reader.facts()) {
      if (fact.kind === 'attempt.began' && fact.body.attempt.attemptId === attemptId) return true;
    }
    return false;
  } finally {
    reader.close();
  }
}

/**
 * Checks a report's folder against its manifest, and with a data folder against the journal it was built from. 0: all of it
 * is as it was built; 1: something is not, and each file is named; 2: there is no report, or no journal.
 */
export async function verifyReport(
  folder: string,
  dataDir: string | null,
  output: Output,
): Promise<ExitCode> {
  return answered(output, () => {
    const manifest = readManifest(folder);
    const tied = dataDir === null ? [] : tieProblems(folder, dataDir);
    const problems = [...reportProblems(folder, manifest), ...tied];
    for (const problem of problems) say(output.out, problem);
    if (problems.length > 0) return 1;
    const { attemptId, files, journal } = manifest;
    const tie =
      dataDir === null ? '' : ` It says what the journal recorded up to fact ${journal.seq}.`;
    say(
      output.out,
      `The report of attempt ${attemptId} is as it was built: ${files.length} files.${tie}`,
    );
    return 0;
  });
}

function tieProblems(folder: string, dataDir: string): string[] {
  const manifest = readManifest(folder);
  const found = journalFolders(dataDir).map((journal) => {
    const tie = new JournalTie(manifest);
    const reader = openJournalReader(journal);
    try {
      for (const { fact, stored } of reader.facts()) tie.take(fact, stored.hash);
    } finally {
      reader.close();
    }
    return tie.problems(folder);
  });
  // A data folder holds a journal for each kind of gateway; the report is of one of them.
  return found.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

async function answered(
  { err }: Output,
  act: () => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof JournalRefused || error instanceof ReportRefused) {
      say(err, `${error.message} ${error.advice}`);
      return 2;
    }
    if (!(error instanceof JournalBroken)) throw error;
    say(err, `${error.message} Run \`deskcheck verify\` on the data folder.`);
    return 1;
  }
}
