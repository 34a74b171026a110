import type Database from 'better-sqlite3';

import type { StoredFact } from './chain.ts';

/** What a page of the journal is asked for; nulls do not narrow. */
export interface PageQuery {
  /** Only facts before this one. */
  beforeSeq: number | null;
  /** At most so many facts. */
  limit: number;
  kind: string | null;
  orderRef: string | null;
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
    if (query.kind !== null) {
      conditions.push('kind = ?');
      values.push(query.kind);
    }
    if (query.orderRef !== null) {
      conditions.push('seq IN (SELECT seq FROM order_facts WHERE order_ref = ?)');
      values.push(query.orderRef);
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
