import { hash } from 'node:crypto';

import type Database from 'better-sqlite3';
import { z } from 'zod';

import type { DataFiles } from './data-files.ts';
import { everyMigration } from './migrations/every-migration.ts';
import type { Migration } from './migrations/migration.ts';
import { JournalRefused } from './refusals.ts';

/** Marks a SQLite file as a journal of this desk: `DSKJ` in ASCII. */
export const applicationId = 0x44_53_4b_4a;

const createApplied = `
  CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    digest TEXT NOT NULL
  ) STRICT;
`;

interface AppliedMigration {
  number: number;
  name: string;
  digest: string;
}

function digestOf(migration: Migration): string {
  return hash('sha256', migration.sql, 'hex');
}

function pragmaNumber(database: Database.Database, name: string): number {
  return z
    .number()
    .int()
    .parse(database.pragma(name, { simple: true }));
}

/** Migrations must count 1, 2, 3 …; anything else is a defect of the program and ends it. */
function requireOrder(migrations: readonly Migration[]): void {
  const wrong = migrations.find((migration, index) => migration.number !== index + 1);
  if (wrong !== undefined) {
    throw new Error(`Migration ${wrong.number} (${wrong.name}) is out of order.`);
  }
}

/** Whether nothing was ever put into a database. */
export function isUnused(database: Database.Database): boolean {
  const entries = database.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get();
  return entries === 0 && pragmaNumber(database, 'user_version') === 0;
}

/**
 * The schema number of a database, checked against the migrations this program knows.
 * Throws {@link JournalRefused}: `foreign` for another program's file, `newer`, `different`.
 */
export function schemaOf(
  database: Database.Database,
  dataDir: string,
  migrations: readonly Migration[] = everyMigration,
): number {
  requireOrder(migrations);
  const known = migrations.length;
  if (isUnused(database)) return 0;
  const schema = pragmaNumber(database, 'user_version');
  if (pragmaNumber(database, 'application_id') !== applicationId) {
    throw new JournalRefused(
      'foreign',
      `The file journal.db in ${dataDir} is a database of another program.`,
      'It was left as it is. Choose another folder with --data.',
    );
  }
  if (schema > known) {
    throw new JournalRefused(
      'newer',
      `This data folder was written by a newer Deskcheck (schema ${schema}, this one knows ${known}).`,
      'Install the newer version or choose another folder with --data.',
    );
  }
  const applied = database
    .prepare<[], AppliedMigration>('SELECT number, name, digest FROM migrations ORDER BY number')
    .all();
  const stranger = applied.find((row, index) => {
    const own = migrations[index];
    return own === undefined || row.number !== own.number || row.digest !== digestOf(own);
  });
  if (stranger !== undefined || applied.length !== schema) {
    const which = stranger === undefined ? '' : ` (${stranger.number}: ${stranger.name})`;
    throw new JournalRefused(
      'different',
      `This data folder was made by a Deskcheck whose schema steps differ from this one's${which}.`,
      'Open it with the version that made it, or choose another folder with --data.',
    );
  }
  return schema;
}

/**
 * Brings a database from `schema` to the newest, all steps and `afterwards` in one transaction.
 * `afterwards` rebuilds the derived tables: they are what the facts add up to under the present code.
 */
export function migrate(
  database: Database.Database,
  schema: number,
  afterwards: () => void,
  migrations: readonly Migration[] = everyMigration,
): void {
  const missing = migrations.slice(schema);
  if (missing.length === 0) return;
  database
    .transaction(() => {
      database.exec(createApplied);
      const record = database.prepare<[number, string, string]>(
        'INSERT INTO migrations (number, name, digest) VALUES (?, ?, ?)',
      );
      for (const migration of missing) {
        database.exec(migration.sql);
        record.run(migration.number, migration.name, digestOf(migration));
      }
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${migrations.length}`);
      if (schema > 0) afterwards();
    })
    .exclusive();
}

/** Throws {@link JournalRefused} unless the database has exactly this program's schema number. */
export function requireOwnSchema(database: Database.Database, files: DataFiles): void {
  const schema = schemaOf(database, files.dataDir);
  if (schema === everyMigration.length) return;
  if (schema === 0) {
    throw new JournalRefused(
      'empty',
      `The journal in ${files.dataDir} is empty.`,
      'Name the data folder of a desk with --data.',
    );
  }
  throw new JournalRefused(
    'older',
    `This data folder was written by an older Deskcheck (schema ${schema}, this one has ${everyMigration.length}).`,
    'Start the desk on it once: it brings the folder up to date.',
  );
}
