import type Database from 'better-sqlite3';

export type SqlValue = string | number | null;

/** `limitPrice` → `limit_price`. */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Booleans become 0 and 1, structures JSON text; everything else is stored as it is. */
function toSql(value: unknown): SqlValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined) return null;
  return JSON.stringify(value);
}

/** A statement that puts a record in a table, in place of the row with its key. Fields name the columns. */
export function recordWriter<Row extends Record<string, unknown>>(
  database: Database.Database,
  table: string,
  fields: readonly (keyof Row & string)[],
): (row: Row) => void {
  const columns = fields.map((field) => `"${columnOf(field)}"`).join(', ');
  const marks = fields.map(() => '?').join(', ');
  const statement = database.prepare<[SqlValue[]]>(
    `INSERT OR REPLACE INTO ${table} (${columns}) VALUES (${marks})`,
  );
  return (row) => {
    statement.run(fields.map((field) => toSql(row[field])));
  };
}

/** A SELECT list that gives the columns their field names back. */
export function selectList(fields: readonly string[]): string {
  return fields.map((field) => `"${columnOf(field)}" AS "${field}"`).join(', ');
}
