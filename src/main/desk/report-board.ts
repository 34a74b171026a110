import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ContractError } from '#shared/contract/error.ts';
import type { CommandHandlers } from '#shared/contract/service.ts';

import { ReportRefused } from '../readiness/report/report-folder.ts';

/** Where a report was written, and how many files its manifest names. */
export interface BuiltReport {
  folder: string;
  files: number;
}

/** What one frame to a window takes with room to spare, bytes: a larger file stays in its folder alone. */
const mostBytes = 1_000_000;

/**
 * The command that builds a report.
 * @param build writes the folder; null where this desk cannot.
 */
export function reportCommands(
  build: ((attemptId: string) => Promise<BuiltReport>) | null,
): Pick<CommandHandlers, 'report.build'> {
  let building = false;
  return {
    'report.build': async ({ attemptId }) => {
      if (build === null) {
        throw new ContractError({
          code: 'not-ready',
          message: 'This desk cannot build reports.',
          advice: 'Build it with `deskcheck report`.',
        });
      }
      if (building) {
        throw new ContractError({
          code: 'conflict',
          message: 'A report is being built already.',
          advice: 'Wait until it is there.',
        });
      }
      building = true;
      try {
        const { folder, files } = await build(attemptId);
        const html = await readFile(join(folder, 'report.html'));
        const pdf = await readFile(join(folder, 'report.pdf'));
        return {
          folder,
          files,
          html: html.length <= mostBytes ? html.toString('utf8') : null,
          pdfBase64: pdf.length <= mostBytes ? pdf.toString('base64') : null,
        };
      } catch (error) {
        if (!(error instanceof ReportRefused)) throw error;
        const { message, advice } = error;
        throw new ContractError({ code: 'conflict', message, advice });
      } finally {
        building = false;
      }
    },
  };
}
