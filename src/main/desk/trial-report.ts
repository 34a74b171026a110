import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Clock } from '#shared/domain/ports.ts';

import { openJournalReader, type JournalReader } from '../journal/journal-reader.ts';
import { inSlices } from '../journal/slices.ts';
import type { TrialReport } from '../readiness/check-world.ts';
import { recommendationsFile } from '../readiness/report/recommendations.ts';
import { JournalTie, readManifest, reportProblems } from '../readiness/report/verify-report.ts';
import type { BuiltReport } from './report-board.ts';

/**
 * Builds the report of an attempt as a person would, checks it as `deskcheck verify --report --data` does, and removes it.
 * @param folder data folder of one kind of gateway.
 * @param build undefined where this desk cannot build reports.
 */
export async function trialReport(
  folder: string,
  attemptId: string,
  build: ((folder: string, attemptId: string) => Promise<BuiltReport>) | undefined,
  clock: Clock,
): Promise<TrialReport> {
  if (build === undefined) throw new Error('This desk cannot build reports.');
  const written = (await build(folder, attemptId)).folder;
  try {
    const manifest = readManifest(written);
    const tie = new JournalTie(manifest);
    const reader = openJournalReader(folder);
    try {
      await inSlices(clock, tieSteps(reader, tie));
    } finally {
      reader.close();
    }
    const { seq, hash } = manifest.journal;
    return {
      files: manifest.files,
      journal: { seq, hash },
      problems: [...reportProblems(written, manifest), ...tie.problems(written)],
      recommendations: readFileSync(join(written, recommendationsFile), 'utf8'),
    };
  } finally {
    rmSync(written, { recursive: true, force: true });
  }
}

/** One fact a step: a journal of many days is read beside a desk that runs. */
function* tieSteps(reader: JournalReader, tie: JournalTie): Generator<undefined, void> {
  for (const { fact, stored } of reader.facts()) {
    tie.take(fact, stored.hash);
    yield;
  }
}
