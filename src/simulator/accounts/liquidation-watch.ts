import type { Account } from './account.ts';
import type { Marks } from '../market/marks.ts';
import { decideLiquidation, liquidationSeverity, type LiquidationOrder } from './liquidation.ts';

/** From the first word that margin is gone until positions are closed. */
export const liquidationWarningMs = 10_000;

export interface LiquidationParts {
  accounts: ReadonlyMap<string, Account>;
  marks: Marks;
  /** Milliseconds that never go back. */
  now: () => number;
  /** Hears sentences for a person. */
  notice: (sentence: string) => void;
  /** Closes a position, or a part of it, in the name of the gateway; what already closes it need not be closed again. */
  close: (accountId: string, order: LiquidationOrder) => void;
}

/**
 * Watches that margin is covered. An account that is short of it is warned first; when the time of the warning is over
 * and it is still short, positions are closed until it is not. IB gives no time at all when markets move fast; the short
 * warning here is for the person at the desk to see what follows.
 */
export class LiquidationWatch {
  readonly #parts: LiquidationParts;
  readonly #warnedAt = new Map<string, number>();

  constructor(parts: LiquidationParts) {
    this.#parts = parts;
  }

  /** To be called every second or so. */
  check(): void {
    for (const account of this.#parts.accounts.values()) this.#checkOne(account);
  }

  #checkOne(account: Account): void {
    const { marks, now, notice, close } = this.#parts;
    const figures = account.figures(marks);
    if (liquidationSeverity(figures) < 3) {
      this.#warnedAt.delete(account.id);
      return;
    }
    const warnedAt = this.#warnedAt.get(account.id);
    if (warnedAt === undefined) {
      this.#warnedAt.set(account.id, now());
      notice(
        `The simulated account ${account.id} is short of maintenance margin by ` +
          `${(-figures.excessLiquidity).toFixed(2)} USD. Close positions: in ` +
          `${liquidationWarningMs / 1000} seconds the gateway begins to.`,
      );
      return;
    }
    if (now() - warnedAt < liquidationWarningMs) return;
    for (const order of decideLiquidation(account, marks)) close(account.id, order);
  }
}
