import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';

/** As long as the fact of an intent with ten verdicts. */
const BODY = 'x'.repeat(2500);

/** Bare SQLite: what the disk alone takes. */
export interface SyncedInserts {
  /** One row in a transaction of its own, fully synced. */
  insert(): void;
  close(): void;
}

export function openSyncedInserts(): SyncedInserts {
  const folder = mkdtempSync(join(tmpdir(), 'deskcheck-bench-'));
  const database = new Database(join(folder, 'bare.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const statement = database.prepare<[string]>('INSERT INTO rows (body) VALUES (?)');
  return {
    insert: () => void statement.run(BODY),
    close() {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
