import type Database from 'better-sqlite3';

import { executionSchema, type Execution } from '#shared/domain/execution.ts';
import { orderSchema, type Order } from '#shared/domain/order.ts';

import { selectList } from './projections/columns.ts';

/** What the derived tables know of orders, whether the desk holds them in memory or not. */
export interface OrderArchive {
  order(orderRef: string): Order | null;
  /** The order under the broker's own number; null where there is none. */
  orderRefOfPermId(permId: number): string | null;
  /** Fills of an order in the order in which they count, each by its latest word. */
  executionsOf(orderRef: string): Execution[];
  /** Whose fill it is; null for one the journal does not know. */
  orderRefOfExecution(execId: string): string | null;
  /** Ids of executions that begin like this and that no correction has replaced, the latest first. */
  execIdsFrom(beginning: string): string[];
  /** The last fact that tells of an order; 0 where none does. */
  lastFactOf(orderRef: string): number;
}

/** Prepares the look-ups; each is one search by an index. */
export function openOrderArchive(database: Database.Database): OrderArchive {
  const orderRow = database.prepare<[string], Record<string, unknown>>(
    `SELECT ${selectList(orderSchema.keyof().options)} FROM orders WHERE order_ref = ?`,
  );
  const byPermId = database
    .prepare<[number], string>('SELECT order_ref FROM orders WHERE perm_id = ?')
    .pluck();
  const fillRows = database.prepare<[string], Execution>(
    `SELECT ${selectList(executionSchema.keyof().options)} FROM executions
     WHERE order_ref = ? AND corrected_by IS NULL ORDER BY position_seq`,
  );
  const byExecId = database
    .prepare<[string], string>('SELECT order_ref FROM executions WHERE exec_id = ?')
    .pluck();
  // '/' is the character after '.': everything in between has this beginning and goes on with a dot.
  const beginning = database
    .prepare<[string, string, string], string>(
      `SELECT exec_id FROM executions
       WHERE (exec_id = ? OR (exec_id >= ? AND exec_id < ?)) AND corrected_by IS NULL
       ORDER BY seq DESC`,
    )
    .pluck();
  const lastFact = database
    .prepare<[string], number | null>('SELECT max(seq) FROM order_facts WHERE order_ref = ?')
    .pluck();
  return {
    order(orderRef) {
      const row = orderRow.get(orderRef);
      if (row === undefined) return null;
      const { pendingChange, outsideRth, external, ...plain } = row;
      const change: unknown = typeof pendingChange === 'string' ? JSON.parse(pendingChange) : null;
      return orderSchema.parse({
        ...plain,
        outsideRth: outsideRth === 1,
        external: external === 1,
        pendingChange: change,
      });
    },
    orderRefOfPermId: (permId) => byPermId.get(permId) ?? null,
    executionsOf: (orderRef) => fillRows.all(orderRef),
    orderRefOfExecution: (execId) => byExecId.get(execId) ?? null,
    execIdsFrom: (text) => beginning.all(text, `${text}.`, `${text}/`),
    lastFactOf: (orderRef) => lastFact.get(orderRef) ?? 0,
  };
}
