import { resolve } from 'node:path';

import { executionSchema } from '#shared/domain/execution.ts';
import type { Fact } from '#shared/domain/fact.ts';
import { orderSchema } from '#shared/domain/order.ts';
import { positionSchema } from '#shared/domain/position.ts';

import type { StoredFact } from './chain.ts';
import { openForReading } from './connection.ts';
import { requireDataDir } from './data-dir.ts';
import { dataFiles } from './data-files.ts';
import { parseFact } from './fact-parsing.ts';
import { storedFacts } from './facts-table.ts';
import { selectList } from './projections/columns.ts';
import { JournalRefused } from './refusals.ts';
import { requireOwnSchema } from './schema.ts';
import { refuseSetAside } from './set-aside.ts';
import { isDamage, sqliteCode } from './sqlite-errors.ts';

interface ReadableTable {
  from: string;
  orderBy: string;
  fields: readonly string[];
  /** Fields kept as 0 and 1. */
  flags: readonly string[];
  /** Fields kept as JSON text. */
  structures: readonly string[];
}

/** The derived tables that can be read whole. */
const readableTables = {
  orders: {
    from: 'orders',
    orderBy: 'placed_at, order_ref',
    fields: orderSchema.keyof().options,
    flags: ['outsideRth', 'external'],
    structures: ['pendingChange'],
  },
  executions: {
    from: 'executions',
    orderBy: 'seq',
    fields: [...executionSchema.keyof().options, 'corrects', 'correctedBy'],
    flags: [],
    structures: [],
  },
  positions: {
    from: 'positions',
    orderBy: 'account_id, display_symbol, instrument_id',
    fields: positionSchema.keyof().options,
    flags: [],
    structures: [],
  },
} as const satisfies Record<string, ReadableTable>;

export type ReadableTableName = keyof typeof readableTables;

/** A row by field name; what a field holds is what its schema in `#shared/domain` says. */
export type ReadRow = Record<string, unknown>;

/** One moment of a journal, read beside a running desk or a stopped one. */
export interface JournalReader {
  /** The fields of a table, in order. */
  fieldsOf(table: ReadableTableName): readonly string[];
  rows(table: ReadableTableName): Iterable<ReadRow>;
  facts(): Iterable<{ fact: Fact; stored: StoredFact }>;
  close(): void;
}

/** Opens a journal to read only. Throws {@link JournalRefused}. */
export function openJournalReader(dataDir: string): JournalReader {
  requireDataDir(dataDir);
  const files = dataFiles(resolve(dataDir));
  refuseSetAside(files);
  const database = openForReading(files);
  try {
    database.exec('BEGIN');
    requireOwnSchema(database, files);
  } catch (error) {
    database.close();
    throw isDamage(error) || sqliteCode(error) !== null ? unreadable(files.database, error) : error;
  }
  return {
    fieldsOf: (table) => readableTables[table].fields,
    *rows(table) {
      const { from, orderBy, fields, flags, structures }: ReadableTable = readableTables[table];
      const rows = database
        .prepare<[], ReadRow>(`SELECT ${selectList(fields)} FROM ${from} ORDER BY ${orderBy}`)
        .iterate();
      for (const row of rows) {
        for (const flag of flags) row[flag] = row[flag] === 1;
        for (const field of structures) {
          const text = row[field];
          row[field] = typeof text === 'string' ? JSON.parse(text) : null;
        }
        yield row;
      }
    },
    *facts() {
      for (const stored of storedFacts(database)) yield { fact: parseFact(stored), stored };
    },
    close: () => {
      database.close();
    },
  };
}

function unreadable(path: string, error: unknown): JournalRefused {
  const why = error instanceof Error ? error.message : String(error);
  return new JournalRefused(
    'folder',
    `${path} cannot be read: ${why}.`,
    'Run `deskcheck verify` on the folder to see what is wrong with it.',
  );
}
