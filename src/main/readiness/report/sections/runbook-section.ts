import { note, opening, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { markdownBlocks } from '../markdown-blocks.ts';

/** The runbook as the program ships it. */
export function runbookSection({ runbook }: Dossier): Block[] {
  return [
    opening('runbook', 'Runbook'),
    ...(runbook === null
      ? [note('The program that built this report ships no runbook.')]
      : markdownBlocks(runbook, 'runbook')),
  ];
}
