import { z } from 'zod';

import type { CommandInput } from '#shared/contract/commands.ts';

/** What the journal is narrowed by, as the fields hold it; empty narrows nothing. */
export const journalFilterSchema = z.object({
  kinds: z.array(z.string()).catch([]),
  by: z.string().catch(''),
  window: z.string().nullable().catch(null),
  orderRef: z.string().nullable().catch(null),
  instrumentId: z.number().int().nullable().catch(null),
  /** Of this machine's clock, `YYYY-MM-DDTHH:MM`: at or after, and before. */
  from: z.string().catch(''),
  to: z.string().catch(''),
  text: z.string().catch(''),
});
export type JournalFilter = z.infer<typeof journalFilterSchema>;

export const everyFact: JournalFilter = journalFilterSchema.parse({});

/** Whether anything is left out. */
export function isFiltered(filter: JournalFilter): boolean {
  const { kinds, by, window, orderRef, instrumentId, from, to, text } = filter;
  return (
    kinds.length > 0 ||
    window !== null ||
    orderRef !== null ||
    instrumentId !== null ||
    [by, from, to, text].some((field) => field.trim() !== '')
  );
}

function instantOf(local: string): string | null {
  const at = Date.parse(local);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** The command that reads a page: what is empty, or is no time, is left out. */
export function pageRequest(
  filter: JournalFilter,
  beforeSeq: number | null,
  limit: number,
): CommandInput<'journal.read'> {
  const { kinds, window, orderRef, instrumentId } = filter;
  const text = filter.text.trim();
  const by = filter.by.trim();
  return {
    beforeSeq,
    limit,
    kinds,
    by: by === '' ? null : by,
    window,
    orderRef,
    instrumentId,
    from: instantOf(filter.from),
    to: instantOf(filter.to),
    text: text === '' ? null : text,
  };
}
