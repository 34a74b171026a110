import type { MarketDepth } from '../market/instrument-market.ts';
import type { DepthChange } from '../wire/stream-messages.ts';

const sides = ['bid', 'ask'] as const;
const nothing = { price: 0, size: 0 } as const;

/** What a client has been shown of a book: row by row, the best price first. */
export class DepthView {
  readonly #shown = { bid: [] as string[], ask: [] as string[] };

  /** What makes the rows shown those of the book: changed and new rows from the touch on, then those that are gone. */
  changesTo(book: MarketDepth): DepthChange[] {
    return sides.flatMap((side) => {
      const shown = this.#shown[side];
      const rows = book[side].map(({ price, size }) => `${price}:${size}`);
      const changes = book[side].flatMap((level, position): DepthChange[] => {
        const before = shown[position];
        if (before === rows[position]) return [];
        const operation = before === undefined ? 'insert' : 'update';
        return [{ position, operation, side, level }];
      });
      // From the end, so that no row moves up into a place that is deleted next.
      for (let position = shown.length - 1; position >= rows.length; position -= 1) {
        changes.push({ position, operation: 'delete', side, level: nothing });
      }
      this.#shown[side] = rows;
      return changes;
    });
  }
}
