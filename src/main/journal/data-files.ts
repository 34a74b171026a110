import { join } from 'node:path';

/** The files of a data folder that belong to the journal. */
export interface DataFiles {
  dataDir: string;
  database: string;
  /** SQLite's own companions of the database; they exist while it is open or after a crash. */
  companions: readonly string[];
  /** The chain's head, kept outside the database. */
  head: string;
  lock: string;
  /** Process id of the desk that holds the lock; only for the sentence that names it. */
  lockHolder: string;
  backups: string;
  quarantine: string;
  /** Says that the journal was set aside and nothing was restored yet. */
  setAside: string;
}

export function dataFiles(dataDir: string): DataFiles {
  const database = join(dataDir, 'journal.db');
  return {
    dataDir,
    database,
    companions: [`${database}-wal`, `${database}-shm`],
    head: join(dataDir, 'journal.head'),
    lock: join(dataDir, 'desk.lock'),
    lockHolder: join(dataDir, 'desk.pid'),
    backups: join(dataDir, 'backups'),
    quarantine: join(dataDir, 'quarantine'),
    setAside: join(dataDir, 'set-aside.json'),
  };
}
