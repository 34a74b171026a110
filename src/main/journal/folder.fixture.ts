import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll } from 'vitest';

import type { NewFact } from '#shared/domain/fact.ts';
import type { Clock } from '#shared/domain/ports.ts';

import { numbered } from './facts.fixture.ts';
import { openJournal, type Journal, type JournalLog } from './journal.ts';

/** A log that keeps what it is told. */
export function listeningLog(): JournalLog & { said: string[] } {
  const said: string[] = [];
  const say = (_fields: object, message: string): void => {
    said.push(message);
  };
  return { said, info: say, warn: say, error: say };
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder that is gone after the tests of the file. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'deskcheck-journal-'));
  folders.push(folder);
  return folder;
}

/** Appends facts behind the head. */
export function appendNext(journal: Journal, newFacts: readonly NewFact[]): void {
  journal.append(numbered(newFacts, journal.head().seq + 1));
}

/** A data folder whose journal holds these facts, closed. */
export function folderWith(clock: Clock, newFacts: readonly NewFact[]): string {
  const dataDir = emptyFolder();
  const journal = openJournal({ dataDir, clock, log: listeningLog() });
  appendNext(journal, newFacts);
  journal.close();
  return dataDir;
}

/** The error a call throws; fails when it throws none. */
export function thrownBy(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('Nothing was thrown.');
}
