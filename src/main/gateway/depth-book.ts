import type { DepthLevel } from '#shared/domain/market-depth.ts';

export interface DepthChange {
  side: 'bid' | 'ask';
  operation: 'insert' | 'update' | 'remove';
  /** 0 is the best row. */
  position: number;
  level: DepthLevel;
}

/**
 * One side of a book after a change. A row that the gateway updates or removes although the desk has none there is
 * put at the end or passed over: after a reset the gateway starts wherever it is.
 */
export function changedRows(
  rows: readonly DepthLevel[],
  { operation, position, level }: DepthChange,
  mostRows: number,
): readonly DepthLevel[] {
  if (operation === 'remove') return rows.filter((_row, at) => at !== position);
  if (operation === 'update' && position < rows.length) return rows.with(position, level);
  return rows.toSpliced(Math.min(position, rows.length), 0, level).slice(0, mostRows);
}
