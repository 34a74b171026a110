import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { z } from 'zod';

import type { BuildReportOptions } from './build-report.ts';
import type { BuiltReport } from './desk/report-board.ts';
import { ReportRefused } from './readiness/report/report-folder.ts';

const answerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('built'), folder: z.string(), files: z.number() }),
  z.object({ type: z.literal('refused'), message: z.string(), advice: z.string() }),
]);

/** The thread's file: beside the built entries, or the source where main runs from source. */
const threadFile = import.meta.filename.endsWith('.ts')
  ? new URL('./report-thread.ts', import.meta.url)
  : new URL('./report-thread.js', import.meta.url);

/** Builds a report in a thread of its own, into a free folder beside the evidence. Throws {@link ReportRefused}. */
export async function buildReportInThread(
  options: Omit<BuildReportOptions, 'out'>,
): Promise<BuiltReport> {
  const worker = new Worker(threadFile, { workerData: { ...options, out: null } });
  try {
    const [said] = z.tuple([answerSchema]).parse(await once(worker, 'message'));
    if (said.type === 'refused') throw new ReportRefused(said.message, said.advice);
    return { folder: said.folder, files: said.files };
  } finally {
    await worker.terminate();
  }
}
