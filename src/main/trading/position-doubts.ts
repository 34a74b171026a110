import type { InstrumentId } from '#shared/domain/instrument.ts';

/** A fill and the position after it come as two messages, in either order: so long they may differ, milliseconds. */
const settlesWithinMs = 2000;
/** Where the first answer was on its way before the fill, or the question was not asked at all. */
const askAgainAfterMs = 5000;
/** What two answers have not explained is a break, which the minute's reconciliation keeps in sight. */
const mostAsked = 2;

interface Doubt {
  readonly desk: number;
  readonly broker: number;
  asked: number;
  /** Monotonic ms from which on it is worth a question. */
  dueAt: number;
}

/**
 * Compares what the broker says is held, as it changes, with the desk's books. Where they go on differing something has
 * traded that nobody has told the desk of: a forced fill, or one by another client or by hand, is told to whoever placed
 * it alone. Source: IB, TWS API, "Orders submitted by other clients".
 */
export class PositionDoubts {
  readonly #held = new Map<InstrumentId, number>();
  readonly #doubts = new Map<InstrumentId, Doubt>();

  /** The broker's word on a position of the desk's account, signed units. */
  heard(instrumentId: InstrumentId, quantity: number): void {
    this.#held.set(instrumentId, quantity);
  }

  /** What an earlier connection said may no longer be true. */
  forget(): void {
    this.#held.clear();
    this.#doubts.clear();
  }

  /**
   * Whether the broker is to be asked now what has happened.
   *
   * @param now monotonic ms
   * @param deskPosition what the desk holds by its books, signed units
   */
  isToAsk(now: number, deskPosition: (instrumentId: InstrumentId) => number): boolean {
    let isDue = false;
    for (const [instrumentId, broker] of this.#held) {
      const doubt = this.#doubtNow(instrumentId, deskPosition(instrumentId), broker, now);
      if (doubt === null || doubt.asked >= mostAsked || now < doubt.dueAt) continue;
      isDue = true;
      doubt.asked += 1;
      doubt.dueAt = now + askAgainAfterMs;
    }
    return isDue;
  }

  #doubtNow(instrumentId: InstrumentId, desk: number, broker: number, now: number): Doubt | null {
    // Fractions of shares add up with the error of doubles.
    if (Math.abs(desk - broker) < 1e-9) {
      this.#doubts.delete(instrumentId);
      return null;
    }
    const known = this.#doubts.get(instrumentId);
    if (known !== undefined && known.desk === desk && known.broker === broker) return known;
    const doubt = { desk, broker, asked: 0, dueAt: now + settlesWithinMs };
    this.#doubts.set(instrumentId, doubt);
    return doubt;
  }
}
