import type { Account } from '../accounts/account.ts';
import type { Marks } from '../market/marks.ts';
import { orderCommission, type Commission } from '../accounts/commissions.ts';
import type { MarketMoment } from '../market/trading-calendar.ts';
import { Bookings } from './bookings.ts';
import { nextRevision, type IdSequences } from './id-sequences.ts';
import { averageFillPrice, type ExchangeExecution, type ExchangeOrder } from './order.ts';

/** Where there are more executions, the older half is forgotten. */
const keptExecutions = 100_000;

export interface LedgerParts {
  ids: IdSequences;
  marks: Marks;
  accountOf: (order: ExchangeOrder) => Account;
}

/**
 * What has traded, each execution in its latest word, and the road of a trade into its order and its account.
 *
 * A trade that is corrected or busted is told as IB tells it: as an execution whose id differs from the one it replaces
 * in the digits after the last dot alone, which count up. Source: IB, TWS API, Executions and Commissions. A correction
 * carries the whole fill at its new price. For a bust IB documents no message of its own, so it is the same fill at the
 * same price with a quantity of 0 and no commission: whoever lets the latest word replace the one before it is right.
 */
export class ExecutionLedger {
  readonly #parts: LedgerParts;
  readonly #bookings: Bookings;
  #executions: ExchangeExecution[] = [];
  #revision = 0;

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.#bookings = new Bookings(parts.marks);
  }

  /** The latest word on every execution, in the order they traded. */
  all(): readonly ExchangeExecution[] {
    return this.#executions;
  }

  /** Counts up where an execution is forgotten or has a new word; one that is only added does not count. */
  get revision(): number {
    return this.#revision;
  }

  /** The one that traded last and still stands. */
  latest(): ExchangeExecution | undefined {
    return this.#executions.findLast(({ quantity }) => quantity > 0);
  }

  restore(executions: readonly ExchangeExecution[]): void {
    this.#executions.push(...executions);
  }

  forgetBefore(moment: MarketMoment): void {
    this.#executions = this.#executions.filter(({ at }) => at >= moment);
    this.#revision += 1;
  }

  /** A trade of an order: its fill, its commission, and the account's booking. The order's status is not touched. */
  record(
    order: ExchangeOrder,
    quantity: number,
    price: number,
    at: MarketMoment,
  ): ExchangeExecution {
    const before = this.#commissionOf(order);
    order.filled = exactly(order.filled + quantity);
    order.filledValue += quantity * price;
    order.lastFillPrice = price;
    order.fillCount += 1;
    // The minimum applies to the whole order, so a fill costs what it adds.
    const { micros, currency } = this.#commissionOf(order);
    const execution: ExchangeExecution = {
      execId: this.#parts.ids.execIdFor(order.permId, order.fillCount),
      order,
      quantity,
      price,
      at,
      cumulativeQuantity: order.filled,
      averagePrice: averageFillPrice(order),
      commissionMicros: Math.max(0, micros - before.micros),
      commissionCurrency: currency,
      realizedMicros: null,
    };
    this.#bookings.book(this.#parts.accountOf(order), execution);
    this.#executions.push(execution);
    if (this.#executions.length > keptExecutions) {
      this.#executions.splice(0, keptExecutions / 2);
      this.#revision += 1;
    }
    return execution;
  }

  /**
   * The venue takes a trade back. The account gets its money and its commission back; what the order has filled is less
   * by it, and an order that still works goes on for its whole quantity. An order that has ended stays ended.
   *
   * @returns the bust as it is told; undefined where there is no such execution, or where it is not the latest word
   */
  bust(execId: string): ExchangeExecution | undefined {
    return this.#replace(execId, 0, null);
  }

  /**
   * The venue gives a trade another price.
   *
   * @param price on the tick
   * @returns the correction; undefined where there is no such execution, or where it is not the latest word
   */
  correct(execId: string, price: number): ExchangeExecution | undefined {
    return this.#replace(execId, null, price);
  }

  #replace(
    execId: string,
    newQuantity: number | null,
    newPrice: number | null,
  ): ExchangeExecution | undefined {
    const at = this.#executions.findLastIndex((execution) => execution.execId === execId);
    const wrong = this.#executions[at];
    if (wrong === undefined || wrong.quantity === 0) return undefined;
    const { order } = wrong;
    const quantity = newQuantity ?? wrong.quantity;
    const price = newPrice ?? wrong.price;
    order.filled = exactly(order.filled - wrong.quantity + quantity);
    order.filledValue = exactly(
      order.filledValue - wrong.quantity * wrong.price + quantity * price,
    );
    order.lastFillPrice = price;
    const right: ExchangeExecution = {
      ...wrong,
      execId: nextRevision(execId),
      quantity,
      price,
      cumulativeQuantity: exactly(wrong.cumulativeQuantity - wrong.quantity + quantity),
      averagePrice: averageFillPrice(order),
      commissionMicros: quantity === 0 ? 0 : wrong.commissionMicros,
      realizedMicros: null,
    };
    this.#executions[at] = right;
    this.#revision += 1;
    const later = this.#executions.slice(at + 1).filter((each) => sharesHolding(each, wrong));
    this.#bookings.replace(this.#parts.accountOf(order), wrong, right, later);
    return right;
  }

  #commissionOf({ instrument, filled, filledValue }: ExchangeOrder): Commission {
    const dollarsPer = this.#parts.marks.dollarsPer(instrument.currency);
    return orderCommission(instrument, filled, filledValue * instrument.multiplier, dollarsPer);
  }
}

function sharesHolding(a: ExchangeExecution, b: ExchangeExecution): boolean {
  return (
    a.order.accountId === b.order.accountId && a.order.instrument.conId === b.order.instrument.conId
  );
}

/** Eight digits are kept of quantities, so that 0.1 + 0.2 − 0.3 is nothing. */
function exactly(quantity: number): number {
  return Math.round(quantity * 1e8) / 1e8;
}
