import type Database from 'better-sqlite3';

import type { Fact } from '#shared/domain/fact.ts';
import { alertSchema, type Alert, type Severity } from '#shared/domain/alert.ts';

import type { StoredFact } from './chain.ts';
import { parseFact } from './fact-parsing.ts';
import { selectList } from './projections/columns.ts';

export interface ResolvedQuery {
  /** Where the page before ended; null for the newest. */
  before: { resolvedAt: string; alertId: string } | null;
  limit: number;
  rule: string | null;
  severity: Severity | null;
  /** Found in title, detail or note, letter by letter whatever their case. */
  text: string | null;
}

export interface ResolvedPage {
  /** Latest resolved first. */
  alerts: Alert[];
  /** Whether there are older ones. */
  more: boolean;
}

/** What the derived table knows of alerts that are dealt with, whether the desk holds them in memory or not. */
export interface AlertArchive {
  resolved(query: ResolvedQuery): ResolvedPage;
  /** The first changes of alerts after a fact, in order. */
  changesAfter(seq: number, limit: number): Fact[];
}

/** Prepares the look-up. */
export function openAlertArchive(database: Database.Database): AlertArchive {
  const page = database.prepare<[Record<string, string | number | null>], Record<string, unknown>>(
    `SELECT ${selectList(alertSchema.keyof().options)} FROM alerts
     WHERE resolved_at IS NOT NULL
       AND ($resolvedAt IS NULL OR (resolved_at, alert_id) < ($resolvedAt, $alertId))
       AND ($rule IS NULL OR rule = $rule)
       AND ($severity IS NULL OR severity = $severity)
       AND ($text IS NULL OR instr(lower(title || char(10) || detail || char(10) || coalesce(note, '')), lower($text)) > 0)
     ORDER BY resolved_at DESC, alert_id DESC LIMIT $limit`,
  );
  const changes = database.prepare<[number, number], StoredFact>(
    `SELECT seq, at, kind, "by", body, hash FROM facts
     WHERE kind = 'alert.changed' AND seq > ? ORDER BY seq LIMIT ?`,
  );
  return {
    changesAfter: (seq, limit) => changes.all(seq, limit).map((stored) => parseFact(stored)),
    resolved({ before, limit, rule, severity, text }) {
      const rows = page.all({
        resolvedAt: before?.resolvedAt ?? null,
        alertId: before?.alertId ?? null,
        rule,
        severity,
        text,
        limit: limit + 1,
      });
      const alerts = rows.slice(0, limit).map(({ conditionCleared, ownOrder, ...plain }) =>
        alertSchema.parse({
          ...plain,
          conditionCleared: conditionCleared === 1,
          ownOrder: ownOrder === 1,
        }),
      );
      return { alerts, more: rows.length > limit };
    },
  };
}
