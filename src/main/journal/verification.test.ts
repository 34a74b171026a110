import { readFileSync, truncateSync, writeFileSync } from 'node:fs';

import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { dataFiles } from './data-files.ts';
import { filledOrder, oneOfEach } from './facts.fixture.ts';
import { emptyFolder, folderWith } from './folder.fixture.ts';
import { everyProjection } from './projections/every-projection.ts';
import { JournalRefused } from './refusals.ts';
import { verificationSteps, verifyDataFolder } from './verification.ts';

const clock = new VirtualClock();
const recorded = [...oneOfEach(), ...filledOrder(3), ...filledOrder(4)];

let good: { database: Buffer; head: Buffer };
let dataDir: string;

beforeAll(() => {
  const { database, head } = dataFiles(folderWith(clock, recorded));
  good = { database: readFileSync(database), head: readFileSync(head) };
});

beforeEach(() => {
  dataDir = emptyFolder();
  restore();
});

function restore(): void {
  const { database, head } = dataFiles(dataDir);
  writeFileSync(database, good.database);
  writeFileSync(head, good.head);
}

/** Works on the database as one would who goes around the desk. */
function tamper<Result>(work: (database: Database.Database) => Result): Result {
  const database = new Database(dataFiles(dataDir).database);
  try {
    const triggers = database
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
      )
      .all();
    for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
    database.pragma('ignore_check_constraints = ON');
    const result = work(database);
    for (const { sql } of triggers) database.exec(sql);
    return result;
  } finally {
    database.close();
  }
}

function difference(): string {
  const { ok, difference: found } = verifyDataFolder(dataDir);
  expect(ok).toBe(found === null);
  return found ?? 'none';
}

describe('verifying', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(verifyDataFolder(dataDir)).toEqual({
      ok: true,
      facts: recorded.length,
      difference: null,
    });
  });

  it('changes nothing', () => {
    verifyDataFolder(dataDir);
    expect(readFileSync(dataFiles(dataDir).database)).toEqual(good.database);
    expect(readFileSync(dataFiles(dataDir).head)).toEqual(good.head);
  });

  it('can be done in steps, each telling how far it is', () => {
    const steps = [...verificationSteps(dataDir)];
    expect(steps).toEqual(everyProjection.map(() => recorded.length));
  });

  it('is refused where there is no journal', () => {
    const folder = emptyFolder();
    expect(() => verifyDataFolder(folder)).toThrow(JournalRefused);
    expect(() => verifyDataFolder(`${folder}/none`)).toThrow(/^There is no folder .*none\.$/);
  });
});

describe('the first difference, in a sentence', () => {
  const order = '01E30YK3Q80000000000000001';

  it.each([
    [
      `UPDATE orders SET filled_quantity = 5 WHERE order_ref = '${order}'`,
      `Table orders, order_ref "${order}": filled_quantity is 5, the journal's facts give 0.`,
    ],
    [
      `UPDATE orders SET perm_id = NULL WHERE order_ref = '${order}'`,
      `Table orders, order_ref "${order}": perm_id is nothing, the journal's facts give 1100000001.`,
    ],
    [
      `UPDATE positions SET cost_basis_micros = cost_basis_micros + 1`,
      /^Table positions, account_id "DU1000001", instrument_id 756733: cost_basis_micros is \d+, the journal's facts give \d+\.$/,
    ],
    [
      `DELETE FROM orders WHERE order_ref = '${order}'`,
      `Table orders, order_ref "${order}" is missing: the journal's facts have it.`,
    ],
    [
      `INSERT INTO watchlist VALUES (9, 1)`,
      'Table watchlist, instrument_id 9 is too much: no fact of the journal has it.',
    ],
    [
      `DELETE FROM alerts`,
      `Table alerts, alert_id "01E30YK3Q8000000000000000A" is missing: the journal's facts have it.`,
    ],
    [`DELETE FROM facts WHERE seq = 3`, 'Fact 3 is missing: the next one is 4.'],
    [
      `UPDATE facts SET "by" = 'x' WHERE seq = 3`,
      /^Fact 3 \(account\.identified, .*\) does not match its hash/,
    ],
    [
      `DELETE FROM facts WHERE seq > 30`,
      /^The journal ends at fact 30, but fact \d+ \(.*\) was recorded: its end was cut off\.$/,
    ],
    [`CREATE TABLE extra (x)`, "extra does not belong in the database's schema."],
    [`DROP INDEX facts_kind`, "facts_kind is missing from the database's schema."],
  ])('%s', (sql, sentence) => {
    tamper((database) => database.exec(sql));
    expect(difference()).toMatch(sentence);
  });

  it('sees a journal whose guards were taken away', () => {
    const database = new Database(dataFiles(dataDir).database);
    database.exec('DROP TRIGGER facts_never_change');
    database.close();
    expect(difference()).toBe("facts_never_change is missing from the database's schema.");
  });

  it('sees a tail cut off together with what was derived from it', () => {
    const shorter = dataFiles(folderWith(clock, recorded.slice(0, -5)));
    writeFileSync(dataFiles(dataDir).database, readFileSync(shorter.database));
    const facts = recorded.length;
    expect(difference()).toContain(`The journal ends at fact ${facts - 5}, but fact ${facts} (`);
  });

  it('sees facts chained anew behind a change: the kept head does not agree', () => {
    const changed = recorded.with(0, {
      kind: 'desk.started',
      by: 'desk',
      body: { version: '0.1.1', gatewayKind: 'simulated', limitsVersion: 1 },
    });
    const rewritten = dataFiles(folderWith(clock, changed));
    writeFileSync(dataFiles(dataDir).database, readFileSync(rewritten.database));
    expect(difference()).toBe(
      `Fact ${recorded.length} is not the one that was recorded: its hash differs from the kept head.`,
    );
  });

  it('sees a file that is no database any more', () => {
    writeFileSync(dataFiles(dataDir).database, 'x'.repeat(8192));
    expect(difference()).toBe('The database file is damaged.');
  });
});

interface Cell {
  table: string;
  column: string;
  rowNumber: number;
}

function everyCell(): Cell[] {
  return tamper((database) =>
    ['facts', ...everyProjection.map(({ table }) => table)].flatMap((table) => {
      const rows = database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
      const columns = database
        .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
        .pluck()
        .all(table);
      return columns.flatMap((column) =>
        Array.from({ length: rows }, (_, rowNumber) => ({ table, column, rowNumber })),
      );
    }),
  );
}

/** Flips one bit of a text, or of a number's eight bytes; gives nothing a value. */
function spoiled(value: unknown, bit: number): string | number {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value === '' ? 'x' : value);
    if (value !== '') {
      const index = (bit >> 3) % bytes.length;
      bytes[index] = (bytes[index] ?? 0) ^ (1 << (bit & 7));
    }
    return bytes.toString('latin1');
  }
  if (typeof value === 'number') {
    if (Number.isInteger(value)) return value + (bit % 2 === 0 ? 1 + bit : -1 - bit);
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    bytes[(bit >> 3) & 7] = (bytes[(bit >> 3) & 7] ?? 0) ^ (1 << (bit & 7));
    const flipped = bytes.readDoubleLE();
    return Number.isFinite(flipped) ? flipped : 0;
  }
  return bit;
}

/** Changes a cell; says whether the database took it. */
function spoil({ table, column, rowNumber }: Cell, bit: number): boolean {
  return tamper((database) => {
    const keys = (everyProjection.find((each) => each.table === table)?.key ?? ['seq'])
      .map((key) => `"${key}"`)
      .join(', ');
    const at = `(${keys}) = (SELECT ${keys} FROM ${table} ORDER BY ${keys} LIMIT 1 OFFSET ${rowNumber})`;
    const value = database.prepare(`SELECT "${column}" FROM ${table} WHERE ${at}`).pluck().get();
    try {
      database
        .prepare<[unknown]>(`UPDATE ${table} SET "${column}" = ? WHERE ${at}`)
        .run(spoiled(value, bit));
      return true;
    } catch (error) {
      // A key that exists already cannot be taken: nothing was spoiled.
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) {
        return false;
      }
      throw error;
    }
  });
}

describe('damage at random', () => {
  it('in any one value of any table is found', () => {
    const cells = everyCell();
    let spoiledCells = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: cells.length - 1 }),
        fc.integer({ min: 0, max: 1 << 12 }),
        (index, bit) => {
          restore();
          const cell = cells[index];
          if (cell === undefined || !spoil(cell, bit)) return;
          spoiledCells += 1;
          expect([cell, difference()]).not.toEqual([cell, 'none']);
        },
      ),
      { numRuns: 300 },
    );
    expect(spoiledCells).toBeGreaterThan(200);
  }, 120_000);

  it('that cuts the file anywhere is found', () => {
    const { database } = dataFiles(dataDir);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: good.database.length - 1 }), (bytes) => {
        restore();
        truncateSync(database, bytes);
        expect(difference()).not.toBe('none');
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
