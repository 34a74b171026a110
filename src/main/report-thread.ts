/** The thread that builds a report: it reads the journal beside the desk, so that the desk keeps its turns. */
import { parentPort, workerData } from 'node:worker_threads';

import { z } from 'zod';

import { buildReport } from './build-report.ts';
import { ReportRefused } from './readiness/report/report-folder.ts';

const optionsSchema = z.object({
  folder: z.string(),
  attemptId: z.string(),
  out: z.null(),
  appRoot: z.string(),
  version: z.string(),
  now: z.number(),
});

async function main(): Promise<void> {
  try {
    const { folder, manifest } = await buildReport(optionsSchema.parse(workerData));
    parentPort?.postMessage({ type: 'built', folder, files: manifest.files.length });
  } catch (error) {
    if (!(error instanceof ReportRefused)) throw error;
    parentPort?.postMessage({ type: 'refused', message: error.message, advice: error.advice });
  }
}

await main();
