import type { Micros } from '#shared/domain/money.ts';
import { signedQuantity } from '#shared/domain/order.ts';

import type { Account } from '../accounts/account.ts';
import type { Marks } from '../market/marks.ts';
import type { Holding } from '../accounts/holding.ts';
import type { ExchangeExecution } from './order.ts';

/** What one booking did to an account. */
interface Trace {
  before: Holding;
  after: Holding;
  /** Micro-units by currency. */
  cash: ReadonlyMap<string, Micros>;
}

/** Books executions into accounts, and can book them again as if one of them had been another. */
export class Bookings {
  readonly #marks: Marks;
  readonly #traces = new WeakMap<ExchangeExecution, Trace>();

  constructor(marks: Marks) {
    this.#marks = marks;
  }

  /** Books an execution, which then knows its realised P&L. */
  book(account: Account, execution: ExchangeExecution): void {
    const { instrument } = execution.order;
    const before = account.held(instrument);
    const cash = new Map(account.cash());
    execution.realizedMicros = this.#enter(account, execution, 1);
    this.#traces.set(execution, {
      before,
      after: account.held(instrument),
      cash: new Map(
        account.cash().map(([currency, now]) => [currency, now - (cash.get(currency) ?? 0)]),
      ),
    });
  }

  /**
   * Puts an execution in the place of another. Where nothing but executions has touched the holding since, the account
   * is afterwards as if the wrong one had never been; otherwise (the day has changed, the gateway was restarted) the
   * wrong one is sold back at its own price, which gives the same money and the same position at another average cost.
   *
   * @param later the account's executions in the instrument since the wrong one, the oldest first
   */
  replace(
    account: Account,
    wrong: ExchangeExecution,
    right: ExchangeExecution,
    later: readonly ExchangeExecution[],
  ): void {
    const traces = [wrong, ...later].map((execution) => this.#traces.get(execution));
    if (!isUnbroken(traces, account.held(wrong.order.instrument))) {
      this.#enter(account, wrong, -1);
      if (right.quantity > 0) this.book(account, right);
      return;
    }
    for (const { cash } of traces) {
      for (const [currency, moved] of cash) {
        account.setCash(currency, account.cashIn(currency) - moved);
      }
    }
    account.holdings.set(wrong.order.instrument.conId, traces[0].before);
    for (const execution of [right, ...later]) this.book(account, execution);
  }

  #enter(account: Account, execution: ExchangeExecution, sign: 1 | -1): Micros | null {
    const { order, quantity, price, commissionMicros, commissionCurrency } = execution;
    if (quantity === 0) return null;
    const signed = sign * signedQuantity(order.terms.side, quantity);
    const commission = { micros: sign * commissionMicros, currency: commissionCurrency };
    return account.book(order.instrument, signed, price, commission, this.#marks).realizedMicros;
  }
}

/** Whether each booking began with what the one before left, and the last left what is held now. */
function isUnbroken(
  traces: readonly (Trace | undefined)[],
  held: Holding,
): traces is readonly [Trace, ...Trace[]] {
  return (
    traces.length > 0 &&
    traces.every((trace, i) => {
      const next = traces[i + 1];
      return trace !== undefined && trace.after === (i + 1 < traces.length ? next?.before : held);
    })
  );
}
