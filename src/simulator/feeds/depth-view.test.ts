import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { BookLevel, MarketDepth } from '../market/instrument-market.ts';
import type { DepthChange } from '../wire/stream-messages.ts';
import { DepthView } from './depth-view.ts';

/** A client's book, as it makes it of the changes it hears. */
function apply(book: MarketDepth, { side, position, operation, level }: DepthChange): void {
  const rows = book[side];
  if (operation === 'insert') rows.splice(position, 0, level);
  else if (operation === 'update') rows[position] = level;
  else rows.splice(position, 1);
}

const level = (price: number, size: number): BookLevel => ({ price, size });

describe('the rows of a book', () => {
  it('are inserted, updated as they change, and deleted from the end', () => {
    const view = new DepthView();
    const operations = (bid: BookLevel[]): string[] =>
      view.changesTo({ bid, ask: [] }).map(({ operation, position }) => `${operation} ${position}`);
    expect(operations([level(10, 1), level(9, 2), level(8, 3)])).toEqual([
      'insert 0',
      'insert 1',
      'insert 2',
    ]);
    expect(operations([level(10, 1), level(9, 5), level(8, 3)])).toEqual(['update 1']);
    expect(operations([level(10, 1)])).toEqual(['delete 2', 'delete 1']);
    expect(operations([level(10, 1)])).toEqual([]);
  });

  it('give a client who applies them the book there is', () => {
    const side = fc.array(
      fc.record({ price: fc.integer({ min: 1, max: 9 }), size: fc.integer({ min: 1, max: 3 }) }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.array(fc.record({ bid: side, ask: side }), { maxLength: 8 }), (books) => {
        const view = new DepthView();
        const seen: MarketDepth = { bid: [], ask: [] };
        for (const book of books) {
          for (const change of view.changesTo(book)) apply(seen, change);
          expect(seen).toEqual(book);
        }
      }),
    );
  });
});
