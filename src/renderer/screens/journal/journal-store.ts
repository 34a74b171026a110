import { create } from 'zustand';

import type { JournalEntry } from '#shared/contract/commands.ts';

import { problemOf, type Problem } from '../../problem.ts';
import { call } from '../../stores/connection-store.ts';
import { pageRequest, type JournalFilter } from '../../stores/journal-filter.ts';
import type { RowPatch, RowSource } from '../../ui/Blotter.tsx';

/** Facts read at once. */
const pageLength = 200;

interface JournalStore {
  loading: boolean;
  loaded: boolean;
  entries: readonly JournalEntry[];
  more: boolean;
  problem: Problem | null;
}

export const useJournal = create<JournalStore>(() => ({
  loading: false,
  loaded: false,
  entries: [],
  more: false,
  problem: null,
}));

let reading = 0;

async function readPage(filter: JournalFilter, beforeSeq: number | null): Promise<void> {
  reading += 1;
  const own = reading;
  useJournal.setState({ loading: true, problem: null });
  try {
    const page = await call('journal.read', pageRequest(filter, beforeSeq, pageLength));
    if (own !== reading) return;
    useJournal.setState(({ entries, loaded }) => ({
      loading: false,
      loaded: true,
      more: page.more,
      entries: beforeSeq === null || !loaded ? page.entries : [...entries, ...page.entries],
    }));
  } catch (error) {
    if (own === reading) useJournal.setState({ loading: false, problem: problemOf(error) });
  }
}

/** Reads the newest facts the filter lets through, from a fact downwards when one is named. */
export async function readJournal(filter: JournalFilter, fromSeq: number | null): Promise<void> {
  useJournal.setState({ loaded: false, entries: [], more: false });
  await readPage(filter, fromSeq === null ? null : fromSeq + 1);
}

/** Reads the page after the last one. */
export async function readOlder(filter: JournalFilter): Promise<void> {
  const { loading, more, entries } = useJournal.getState();
  const last = entries.at(-1);
  if (!loading && more && last !== undefined) await readPage(filter, last.seq);
}

/** The facts read so far as a blotter wants them: a further page only adds. */
export const journalRows: RowSource<JournalEntry> = {
  read: () => {
    const { loaded, entries } = useJournal.getState();
    return { loaded, rows: entries };
  },
  subscribe: (onChange: (change: RowPatch<JournalEntry> | null) => void) =>
    useJournal.subscribe((now, before) => {
      if (now.entries === before.entries && now.loaded === before.loaded) return;
      onChange(null);
    }),
};
