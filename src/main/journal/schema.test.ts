import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';

import { everyMigration } from './migrations/every-migration.ts';
import type { Migration } from './migrations/migration.ts';
import { everyProjection } from './projections/every-projection.ts';
import { migrate, schemaOf } from './schema.ts';

const first: Migration = { number: 1, name: 'first', sql: 'CREATE TABLE a (x INTEGER) STRICT;' };
const second: Migration = { number: 2, name: 'second', sql: 'CREATE TABLE b (x INTEGER) STRICT;' };
const third: Migration = { number: 3, name: 'third', sql: 'ALTER TABLE a ADD COLUMN y TEXT;' };

function tablesOf(database: Database.Database): string[] {
  return database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
}

function migrated(migrations: readonly Migration[]): Database.Database {
  const database = new Database(':memory:');
  migrate(database, schemaOf(database, '/data', migrations), () => {}, migrations);
  return database;
}

describe('migrations', () => {
  it('bring an empty database to the newest schema', () => {
    const database = migrated([first, second]);
    expect(schemaOf(database, '/data', [first, second])).toBe(2);
    expect(tablesOf(database)).toEqual(['a', 'b', 'migrations']);
  });

  it('bring an older database on, and have the derived tables rebuilt', () => {
    const database = migrated([first]);
    let rebuilt = 0;
    migrate(database, schemaOf(database, '/data', [first, second, third]), () => (rebuilt += 1), [
      first,
      second,
      third,
    ]);
    expect(schemaOf(database, '/data', [first, second, third])).toBe(3);
    expect(tablesOf(database)).toEqual(['a', 'b', 'migrations']);
    expect(rebuilt).toBe(1);
  });

  it('do nothing to the newest schema', () => {
    const database = migrated([first]);
    const before = database.serialize();
    migrate(database, 1, () => expect.unreachable(), [first]);
    expect(database.serialize()).toEqual(before);
  });

  it('happen whole or not at all', () => {
    const database = migrated([first]);
    const bad = { number: 2, name: 'bad', sql: 'CREATE TABLE c (x INTEGER); CREATE NONSENSE;' };
    expect(() => migrate(database, 1, () => {}, [first, bad])).toThrow(/NONSENSE/);
    expect(tablesOf(database)).toEqual(['a', 'migrations']);
    expect(schemaOf(database, '/data', [first])).toBe(1);
  });

  it('are undone when the derived tables cannot be rebuilt', () => {
    const database = migrated([first]);
    const fail = (): void => {
      throw new Error('Fact 7 cannot be read.');
    };
    expect(() => migrate(database, 1, fail, [first, second])).toThrow('Fact 7 cannot be read.');
    expect(schemaOf(database, '/data', [first, second])).toBe(1);
  });

  it('out of order are a defect and end the program', () => {
    const database = new Database(':memory:');
    expect(() => schemaOf(database, '/data', [second, first])).toThrow(
      'Migration 2 (second) is out of order.',
    );
    expect(() => schemaOf(database, '/data', [first, third])).toThrow(
      'Migration 3 (third) is out of order.',
    );
  });

  it('of a newer program are refused with what to do', () => {
    const database = migrated([first, second, third]);
    expect(() => schemaOf(database, '/data', [first])).toThrow(
      expect.objectContaining({
        code: 'newer',
        message: 'This data folder was written by a newer Deskcheck (schema 3, this one knows 1).',
        advice: 'Install the newer version or choose another folder with --data.',
      }),
    );
  });

  it.each([
    ['with another text', [first, { ...second, sql: 'CREATE TABLE b (x TEXT) STRICT;' }]],
    [
      'in another order',
      [
        { ...second, number: 1 },
        { ...first, number: 2 },
      ],
    ],
  ])('%s are refused', (_name, applied) => {
    expect(() => schemaOf(migrated(applied), '/data', [first, second])).toThrow(
      expect.objectContaining({ code: 'different' }),
    );
  });

  it('that were skipped are refused', () => {
    const database = migrated([first, second]);
    database.exec('DELETE FROM migrations WHERE number = 2');
    expect(() => schemaOf(database, '/data', [first, second])).toThrow(
      expect.objectContaining({ code: 'different' }),
    );
  });

  it('never touch a database of another program', () => {
    const database = new Database(':memory:');
    database.exec('CREATE TABLE songs (title TEXT)');
    expect(() => schemaOf(database, '/data')).toThrow(expect.objectContaining({ code: 'foreign' }));
  });
});

describe('the schema', () => {
  const database = migrated(everyMigration);

  it('has a STRICT table for every derived table, and no other', () => {
    const derived = everyProjection.map(({ table }) => table).toSorted();
    expect(tablesOf(database)).toEqual(['facts', 'migrations', ...derived].toSorted());
    const loose = database
      .prepare<[], string>(
        "SELECT name FROM pragma_table_list WHERE strict = 0 AND schema = 'main' AND name NOT LIKE 'sqlite_%'",
      )
      .pluck()
      .all();
    expect(loose).toEqual([]);
  });

  it.each(everyProjection)('knows the key of $table', ({ table, key }) => {
    const primary = database
      .prepare<[string], string>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
      .pluck()
      .all(table);
    expect(primary).toEqual(key);
  });

  it('lets no fact be changed or deleted', () => {
    const facts = migrated(everyMigration);
    facts.exec(`INSERT INTO facts VALUES (1, 't', 'k', 'b', '{}', '${'0'.repeat(64)}', NULL)`);
    expect(() => facts.exec("UPDATE facts SET body = '[]'")).toThrow('A fact is never changed.');
    expect(() => facts.exec('DELETE FROM facts')).toThrow('A fact is never deleted.');
  });
});
