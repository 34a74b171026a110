import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';

import { isDamage, writeFailure } from './sqlite-errors.ts';

const sqlite = (code: string): Error => new Database.SqliteError('what SQLite says', code);

describe('what a failed write means', () => {
  it.each([
    ['SQLITE_FULL', 'the disk is full'],
    ['SQLITE_IOERR_WRITE', 'the disk reported an error'],
    ['SQLITE_IOERR_FSYNC', 'the disk reported an error'],
    ['SQLITE_READONLY_DBMOVED', 'the data folder can no longer be written'],
    ['SQLITE_BUSY', 'another program holds the journal'],
    ['SQLITE_CORRUPT_VTAB', 'the journal is damaged'],
    ['SQLITE_CONSTRAINT_NOTNULL', 'what SQLite says'],
  ])('%s: %s', (code, sentence) => {
    expect(writeFailure(sqlite(code)).sentence).toBe(sentence);
    expect(writeFailure(sqlite(code)).advice).toMatch(/start Deskcheck again/i);
  });

  it('says what any other error says', () => {
    expect(writeFailure(new Error('A sum is too much.')).sentence).toBe('A sum is too much.');
  });
});

describe('damage', () => {
  it.each([
    ['SQLITE_CORRUPT', true],
    ['SQLITE_CORRUPT_INDEX', true],
    ['SQLITE_NOTADB', true],
    ['SQLITE_IOERR_SHORT_READ', true],
    ['SQLITE_IOERR_READ', false],
    ['SQLITE_FULL', false],
    ['SQLITE_BUSY', false],
  ])('%s: %s', (code, damaged) => {
    expect(isDamage(sqlite(code))).toBe(damaged);
    expect(isDamage(new Error(code))).toBe(false);
  });
});
