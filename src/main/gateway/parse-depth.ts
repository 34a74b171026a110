import type { DepthChange } from './depth-book.ts';
import { figureOrNull } from './parse-number.ts';

/** How the wire numbers them. Source: IB, "Market depth". */
const operations: Readonly<Record<number, DepthChange['operation']>> = {
  0: 'insert',
  1: 'update',
  2: 'remove',
};
const sides: Readonly<Record<number, DepthChange['side']>> = { 0: 'ask', 1: 'bid' };

/** A change of a book; null for one that says nothing the desk could apply. */
export function parseDepthChange(
  position: number,
  operation: number,
  side: number,
  price: number | undefined,
  size: number | undefined,
  venue: string | null,
): DepthChange | null {
  const change = operations[operation];
  const where = sides[side];
  const priceFigure = figureOrNull(price);
  const sizeFigure = figureOrNull(size);
  if (change === undefined || where === undefined || !(position >= 0)) return null;
  if (change !== 'remove' && (priceFigure === null || sizeFigure === null)) return null;
  return {
    side: where,
    operation: change,
    position,
    level: {
      price: priceFigure ?? 0,
      size: sizeFigure ?? 0,
      venue: venue === null || venue === '' ? null : venue,
    },
  };
}
