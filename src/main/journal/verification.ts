import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

import Database from 'better-sqlite3';
import { z } from 'zod';

import { chainDifference, emptyHead, type Head } from './chain.ts';
import { openForReading, quickCheck } from './connection.ts';
import { requireDataDir } from './data-dir.ts';
import { dataFiles, type DataFiles } from './data-files.ts';
import { parseFact } from './fact-parsing.ts';
import { checkHead, lostFacts, storedFacts } from './facts-table.ts';
import { readHead } from './head-file.ts';
import { everyProjection, openProjections } from './projections/every-projection.ts';
import { JournalBroken } from './refusals.ts';
import { isUnused, migrate, requireOwnSchema } from './schema.ts';
import { refuseSetAside } from './set-aside.ts';
import { isDamage } from './sqlite-errors.ts';
import { compareTable } from './table-comparison.ts';

export interface Verification {
  ok: boolean;
  /** Facts that were checked. */
  facts: number;
  /** The first difference, in a sentence; null when there is none. */
  difference: string | null;
}

const factsPerStep = 250;

/**
 * Proves a data folder: SQLite's own check, the chain, the head kept outside, the schema, and every derived table
 * against one rebuilt from the facts. Reads one moment of the journal; a desk may go on writing meanwhile.
 *
 * A generator, so that a running desk can do it in slices of a few milliseconds: it yields the facts checked so far.
 * Throws {@link JournalRefused} when there is no journal to verify, it was set aside, or another version wrote it.
 */
export function* verificationSteps(dataDir: string): Generator<number, Verification> {
  requireDataDir(dataDir);
  const files = dataFiles(resolve(dataDir));
  refuseSetAside(files);
  // Read before the database: a running desk commits first and keeps the head after.
  const kept = readHead(files.head);
  const gone = existsSync(files.database) ? null : lostFacts(kept, 'gone');
  if (gone !== null) return differs(0, gone);
  let checked = 0;
  let journal: Database.Database | null = null;
  const rebuilt = new Database('');
  try {
    journal = openForReading(files);
    journal.exec('BEGIN');
    const empty = isUnused(journal) ? lostFacts(kept, 'empty') : null;
    if (empty !== null) return differs(0, empty);
    requireOwnSchema(journal, files);
    const cut = cutOff(journal, files);
    if (cut !== null) return differs(checked, cut);
    const damaged = quickCheck(journal);
    if (damaged !== null) return differs(checked, `The database file is damaged: ${damaged}.`);
    migrate(rebuilt, 0, () => {});
    const apply = openProjections(rebuilt);
    let head: Head = emptyHead;
    rebuilt.exec('BEGIN');
    for (const stored of storedFacts(journal)) {
      const broken = chainDifference(head, stored);
      if (broken !== null) return differs(checked, broken);
      apply(parseFact(stored));
      head = { seq: stored.seq, hash: stored.hash, at: stored.at };
      checked += 1;
      if (checked % factsPerStep === 0) yield checked;
    }
    const headDifference = keptHeadDifference(journal, kept, head);
    if (headDifference !== null) return differs(checked, headDifference);
    const schemaDifference = compareSchema(journal, rebuilt);
    if (schemaDifference !== null) return differs(checked, schemaDifference);
    for (const projection of everyProjection) {
      const difference = compareTable(projection, journal, rebuilt);
      if (difference !== null) return differs(checked, difference);
      yield checked;
    }
    return { ok: true, facts: checked, difference: null };
  } catch (error) {
    if (error instanceof JournalBroken) return differs(checked, error.message);
    if (isDamage(error)) return differs(checked, 'The database file is damaged.');
    throw error;
  } finally {
    rebuilt.close();
    journal?.close();
  }
}

/** {@link verificationSteps} in one go. */
export function verifyDataFolder(dataDir: string): Verification {
  const steps = verificationSteps(dataDir);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** SQLite reads the rest of a page that was cut as zeros, which in a table without rows is what was there. */
function cutOff(database: Database.Database, files: DataFiles): string | null {
  const pageBytes = z.number().parse(database.pragma('page_size', { simple: true }));
  return statSync(files.database).size % pageBytes === 0
    ? null
    : 'The database file ends in the middle of a page.';
}

function differs(facts: number, difference: string): Verification {
  return { ok: false, facts, difference };
}

function keptHeadDifference(
  database: Database.Database,
  kept: Head | 'missing' | 'damaged',
  head: Head,
): string | null {
  if (kept === 'damaged') return 'The kept head is damaged, so a cut tail could not be seen.';
  if (kept === 'missing') {
    return head.seq === 0
      ? null
      : 'The kept head is missing, so a cut tail could not be seen: journal.head is not in the folder.';
  }
  return checkHead(database, kept);
}

interface SchemaEntry {
  name: string;
  sql: string;
}

function schemaEntries(database: Database.Database): Map<string, string> {
  const rows = database
    .prepare<[], SchemaEntry>('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL')
    .all();
  return new Map(rows.map((row) => [row.name, row.sql]));
}

function compareSchema(kept: Database.Database, expected: Database.Database): string | null {
  const keptEntries = schemaEntries(kept);
  const expectedEntries = schemaEntries(expected);
  for (const [name, sql] of expectedEntries) {
    if (!keptEntries.has(name)) return `${name} is missing from the database's schema.`;
    if (keptEntries.get(name) !== sql) return `${name} differs in the database's schema.`;
  }
  for (const name of keptEntries.keys()) {
    if (!expectedEntries.has(name)) return `${name} does not belong in the database's schema.`;
  }
  return null;
}
