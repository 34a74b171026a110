import type Database from 'better-sqlite3';

import type { Projection } from './projections/projection.ts';

type Row = Record<string, string | number | null>;

function* rowsOf(database: Database.Database, projection: Projection): Generator<Row> {
  const order = projection.key.map((column) => `"${column}"`).join(', ');
  yield* database.prepare<[], Row>(`SELECT * FROM ${projection.table} ORDER BY ${order}`).iterate();
}

function named(projection: Projection, row: Row): string {
  const key = projection.key.map((column) => `${column} ${show(row[column] ?? null)}`).join(', ');
  return `Table ${projection.table}, ${key}`;
}

function show(value: string | number | null): string {
  return value === null
    ? 'nothing'
    : typeof value === 'string'
      ? JSON.stringify(value)
      : `${value}`;
}

function keyOrder(projection: Projection, a: Row, b: Row): number {
  for (const column of projection.key) {
    const [left, right] = [a[column] ?? null, b[column] ?? null];
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    // SQLite compares text by its UTF-8 bytes.
    return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
  }
  return 0;
}

/**
 * Compares a derived table with what the journal's facts add up to, row by row.
 * Gives the first difference in a sentence, null when there is none.
 */
export function compareTable(
  projection: Projection,
  kept: Database.Database,
  rebuilt: Database.Database,
): string | null {
  const keptRows = rowsOf(kept, projection);
  const rebuiltRows = rowsOf(rebuilt, projection);
  try {
    for (;;) {
      const a = keptRows.next();
      const b = rebuiltRows.next();
      if (a.done === true && b.done === true) return null;
      const missing = `is missing: the journal's facts have it.`;
      const extra = `is too much: no fact of the journal has it.`;
      if (a.done === true)
        return b.done === true ? null : `${named(projection, b.value)} ${missing}`;
      if (b.done === true) return `${named(projection, a.value)} ${extra}`;
      const order = keyOrder(projection, a.value, b.value);
      if (order > 0) return `${named(projection, b.value)} ${missing}`;
      if (order < 0) return `${named(projection, a.value)} ${extra}`;
      for (const [column, value] of Object.entries(b.value)) {
        const keptValue = a.value[column] ?? null;
        if (keptValue !== value) {
          return `${named(projection, a.value)}: ${column} is ${show(keptValue)}, the journal's facts give ${show(value)}.`;
        }
      }
    }
  } finally {
    keptRows.return(undefined);
    rebuiltRows.return(undefined);
  }
}
