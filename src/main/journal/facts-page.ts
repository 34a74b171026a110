import type Database from 'better-sqlite3';

import type { StoredFact } from './chain.ts';

/** What a page of the journal is asked for; nulls, and what is left out, do not narrow. */
export interface PageQuery {
  /** Only facts before this one. */
  beforeSeq: number | null;
  /** At most so many facts. */
  limit: number;
  /** Any of these; none of them is every kind. */
  kinds: readonly string[];
  /** Who did it: a person's id, or `desk`. */
  by?: string | null | undefined;
  /** From which window. */
  window?: string | null | undefined;
  orderRef: string | null;
  /** Everything that names the instrument, and every fact of an order in it. */
  instrumentId?: number | null | undefined;
  /** ISO-8601 UTC to the millisecond, as facts are stamped: at or after. */
  from?: string | null | undefined;
  /** As `from`: before. */
  to?: string | null | undefined;
  /** Found anywhere in a fact's body, kind or author; letter case does not matter for ASCII letters. */
  text: string | null;
}

export interface FactsPage {
  /** Newest first. */
  entries: StoredFact[];
  /** Whether there are older ones that match. */
  more: boolean;
}

/** A LIKE pattern that finds the text as it stands inside JSON text. */
function patternOf(text: string): string {
  const inJson = JSON.stringify(text).slice(1, -1);
  return `%${inJson.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

const ofOrderIn =
  'seq IN (SELECT seq FROM order_facts JOIN orders USING (order_ref) WHERE instrument_id = ?)';

/** Prepares reading the journal page by page, newest first. */
export function pageReader(database: Database.Database): (query: PageQuery) => FactsPage {
  const statements = new Map<string, Database.Statement<(string | number)[], StoredFact>>();
  return (query) => {
    const conditions: string[] = [];
    const values: (string | number)[] = [];
    if (query.beforeSeq !== null) {
      conditions.push('seq < ?');
      values.push(query.beforeSeq);
    }
    if (query.kinds.length > 0) {
      conditions.push('kind IN (SELECT value FROM json_each(?))');
      values.push(JSON.stringify(query.kinds));
    }
    if (query.by != null) {
      conditions.push('"by" = ?');
      values.push(query.by);
    }
    if (query.window != null) {
      conditions.push('"window" = ?');
      values.push(query.window);
    }
    if (query.orderRef !== null) {
      conditions.push('seq IN (SELECT seq FROM order_facts WHERE order_ref = ?)');
      values.push(query.orderRef);
    }
    if (query.instrumentId != null) {
      // A body is JSON without spaces, so that the number ends at a comma or a brace.
      conditions.push(`(body LIKE ? OR body LIKE ? OR ${ofOrderIn})`);
      const named = `%"instrumentId":${query.instrumentId}`;
      values.push(`${named},%`, `${named}}%`, query.instrumentId);
    }
    if (query.from != null) {
      conditions.push('at >= ?');
      values.push(query.from);
    }
    if (query.to != null) {
      conditions.push('at < ?');
      values.push(query.to);
    }
    if (query.text !== null && query.text !== '') {
      const like = `LIKE ? ESCAPE '\\'`;
      conditions.push(`(body ${like} OR kind ${like} OR "by" ${like})`);
      const pattern = patternOf(query.text);
      values.push(pattern, pattern, pattern);
    }
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const sql = `SELECT seq, at, kind, "by", "window", body, hash FROM facts ${where} ORDER BY seq DESC LIMIT ?`;
    const statement = statements.get(sql) ?? database.prepare<(string | number)[], StoredFact>(sql);
    statements.set(sql, statement);
    const found = statement.all(...values, query.limit + 1);
    return { entries: found.slice(0, query.limit), more: found.length > query.limit };
  };
}
