import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { applySettings, openForWriting, type ReadSetting } from './connection.ts';
import { dataFiles } from './data-files.ts';
import { oneOfEach } from './facts.fixture.ts';
import { emptyFolder, folderWith, thrownBy } from './folder.fixture.ts';

const read: ReadSetting = (database, name) => database.pragma(name, { simple: true });

describe('the settings of the journal', () => {
  it('sync every commit, also when a WAL database is opened again', () => {
    const files = dataFiles(folderWith(new VirtualClock(), oneOfEach()));
    // The trap: SQLite itself reopens a WAL database with a weaker setting than FULL.
    const bare = new Database(files.database);
    bare.prepare('SELECT count(*) FROM facts').get();
    expect(read(bare, 'journal_mode')).toBe('wal');
    expect(read(bare, 'synchronous')).not.toBe(2);
    bare.close();
    for (let opening = 0; opening < 3; opening += 1) {
      const database = openForWriting(files);
      applySettings(database);
      expect(read(database, 'synchronous')).toBe(2);
      expect(read(database, 'journal_mode')).toBe('wal');
      expect(read(database, 'foreign_keys')).toBe(1);
      database.close();
    }
  });

  it.each([
    ['synchronous', 1],
    ['synchronous', 0],
    ['journal_mode', 'delete'],
    ['foreign_keys', 0],
  ])('refuse a database that answers %s = %s', (name, answer) => {
    const database = openForWriting(dataFiles(emptyFolder()));
    const lying: ReadSetting = (db, asked) => (asked === name ? answer : read(db, asked));
    const error = thrownBy(() => applySettings(database, lying));
    expect(error).toMatchObject({ name: 'JournalRefused', code: 'unsafe' });
    expect(error.message).toContain(`its setting ${name} is ${JSON.stringify(answer)}`);
    database.close();
  });

  it('refuse a database that cannot have a write-ahead log', () => {
    const database = new Database(':memory:');
    expect(() => applySettings(database)).toThrow(/journal_mode is "memory" and must be WAL/);
    database.close();
  });
});
