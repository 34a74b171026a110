import { create } from 'zustand';

import type { CommandOutput, JournalEntry } from '#shared/contract/commands.ts';
import { csvLine } from '#shared/domain/csv.ts';

import { problemOf, type Problem } from '../problem.ts';
import { call } from './connection-store.ts';
import { pageRequest, type JournalFilter } from './journal-filter.ts';

export type ExportFormat = 'csv' | 'json';

/** Facts read at once: a fact with every verdict takes some kilobytes, and a page must fit one frame. */
const pageLength = 100;

const fields = ['seq', 'at', 'kind', 'by', 'window', 'sentence', 'body', 'hash'] as const;

export type ExportStage =
  | { at: 'idle' }
  | { at: 'reading'; facts: number }
  | { at: 'done'; facts: number; fileName: string }
  | { at: 'failed'; problem: Problem };

export const useJournalExport = create<{ stage: ExportStage }>(() => ({ stage: { at: 'idle' } }));

let running = 0;

/** Stops an export that is being read; nothing is saved. */
export function stopJournalExport(): void {
  running += 1;
  useJournalExport.setState({ stage: { at: 'idle' } });
}

/**
 * Reads everything that the filter lets through as of now, page by page, and hands it to `save` as one file, oldest fact
 * first: the columns and fields are those of `deskcheck export journal`. Saves all of it or nothing.
 */
export async function exportJournal(
  filter: JournalFilter,
  format: ExportFormat,
  save: (file: { name: string; type: string; pieces: string[] }) => void,
  now: number,
): Promise<void> {
  running += 1;
  const own = running;
  const pages: JournalEntry[][] = [];
  let facts = 0;
  useJournalExport.setState({ stage: { at: 'reading', facts } });
  try {
    let beforeSeq: number | null = null;
    for (;;) {
      const page: CommandOutput<'journal.read'> = await call(
        'journal.read',
        pageRequest(filter, beforeSeq, pageLength),
      );
      if (own !== running) return;
      pages.push(page.entries);
      facts += page.entries.length;
      useJournalExport.setState({ stage: { at: 'reading', facts } });
      const last = page.entries.at(-1);
      if (!page.more || last === undefined) break;
      beforeSeq = last.seq;
    }
    const entries = pages.toReversed().flatMap((page) => page.toReversed());
    const name = `deskcheck-journal-${stampOf(now)}.${format}`;
    const { type, pieces } = writers[format](entries);
    save({ name, type, pieces });
    useJournalExport.setState({ stage: { at: 'done', facts, fileName: name } });
  } catch (error) {
    if (own !== running) return;
    useJournalExport.setState({ stage: { at: 'failed', problem: problemOf(error) } });
  }
}

/** `20260105-100000Z`: a moment as a file name can carry it. */
function stampOf(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}Z`;
}

const writers: Record<
  ExportFormat,
  (entries: readonly JournalEntry[]) => { type: string; pieces: string[] }
> = {
  csv: (entries) => ({
    type: 'text/csv',
    pieces: [
      csvLine(fields),
      ...entries.map((entry) => csvLine(fields.map((field) => entry[field]))),
    ],
  }),
  json: (entries) => ({
    type: 'application/json',
    pieces: ['[\n', entries.map(jsonOf).join(',\n'), entries.length === 0 ? ']\n' : '\n]\n'],
  }),
};

/** The body as a value of its own. */
function jsonOf({ seq, at, kind, by, window, sentence, body, hash }: JournalEntry): string {
  const parsed: unknown = JSON.parse(body);
  return JSON.stringify({ seq, at, kind, by, window, sentence, body: parsed, hash });
}
