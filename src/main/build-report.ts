import { join } from 'node:path';

import { readinessResources } from './desk/readiness-resources.ts';
import { openJournalReader } from './journal/journal-reader.ts';
import { referenceLine } from './load/scenarios.ts';
import { everyCheck } from './readiness/every-check.ts';
import { attachmentsFolder, EvidenceFolders } from './readiness/evidence-folder.ts';
import { DossierGathering, type Dossier } from './readiness/report/dossier.ts';
import {
  freeFolder,
  ReportRefused,
  writeReport,
  type WrittenReport,
} from './readiness/report/report-folder.ts';

export interface BuildReportOptions {
  /** Data folder of one kind of gateway: its journal and its evidence. */
  folder: string;
  attemptId: string;
  /** A folder that is not there yet or is empty; null takes a free one beside the attempt's evidence. */
  out: string | null;
  /** Where `docs` are. */
  appRoot: string;
  version: string;
  /** Epoch ms. */
  now: number;
}

/**
 * Builds the report of an attempt from the journal, beside a running desk or a stopped one. Throws {@link ReportRefused},
 * and what opening a journal throws.
 */
export async function buildReport(options: BuildReportOptions): Promise<WrittenReport> {
  const { folder, attemptId, out } = options;
  const evidence = new EvidenceFolders(folder);
  const evidenceFolder = evidence.folderOf(attemptId);
  return writeReport(gathered(options, evidence), {
    evidenceFolder,
    attachmentsFolder: evidence.folderOf(attachmentsFolder),
    out: out ?? freeFolder(join(evidenceFolder, 'report')),
  });
}

function gathered(
  { folder, attemptId, version, now, appRoot }: BuildReportOptions,
  evidence: EvidenceFolders,
): Dossier {
  const resources = readinessResources(appRoot);
  const gathering = new DossierGathering(attemptId);
  const reader = openJournalReader(folder);
  try {
    for (const { fact, stored } of reader.facts()) gathering.take(fact, stored.hash);
  } finally {
    reader.close();
  }
  const dossier = gathering.finish({
    builtAt: new Date(now).toISOString(),
    version,
    checks: everyCheck,
    requirements: resources.requirements,
    checklist: resources.checklist,
    runbook: resources.runbook(),
    reference: referenceLine,
    evidenceText: (ofAttempt, file) => evidence.textOf(ofAttempt, file),
    evidenceProblems: ({ runs }) =>
      runs.flatMap((run) =>
        run.evidence.flatMap((each) => evidence.problemOf(attemptId, each) ?? []),
      ),
    attachmentProblem: (attachment) => evidence.problemOf(attachmentsFolder, attachment),
  });
  if (dossier !== null) return dossier;
  throw new ReportRefused(
    `There is no readiness attempt ${attemptId} on record in ${folder}.`,
    'Give one that `deskcheck certify` or the screen Readiness names.',
  );
}
