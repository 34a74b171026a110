import type { PositionRow } from '#shared/contract/topics.ts';
import { fromMicros } from '#shared/domain/money.ts';
import { averageCost, unrealizedPnlMicros, type Position } from '#shared/domain/position.ts';

import { positionsOf, type TradingBooks } from './books.ts';

/** The price a position is valued at, in the instrument's currency; null where there is none. */
export type MarkOf = (instrumentId: number) => number | null;

/** A position as screens see it. Sums in units of the instrument's currency; unrealised is null without a mark. */
export function positionRow(position: Position, mark: number | null): PositionRow {
  return {
    ...position,
    averageCost: averageCost(position),
    mark,
    unrealizedPnl: unrealizedPnl(position, mark),
    realizedPnl: fromMicros(position.realizedPnlMicros),
    commissions: fromMicros(position.commissionsMicros),
  };
}

function unrealizedPnl(position: Position, mark: number | null): number | null {
  if (position.quantity === 0) return 0;
  return mark === null ? null : fromMicros(unrealizedPnlMicros(position, mark));
}

/** One row for everything held or ever traded, flat ones too: what they realised still counts. */
export function positionRows(books: TradingBooks, markOf: MarkOf): PositionRow[] {
  return positionsOf(books).map((position) => positionRow(position, markOf(position.instrumentId)));
}
