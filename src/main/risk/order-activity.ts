import type { Verdict } from '#shared/domain/control.ts';
import type { Fact, FactBody } from '#shared/domain/fact.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import type { OrderTicket } from '#shared/domain/order.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { EpochMs } from '#shared/domain/ports.ts';

import type { ControlId } from './control.ts';
import { RollingWindow } from './rolling-window.ts';

const MAX_ORDER_VALUE: ControlId = 'max-order-value';
const SECOND = 1000;
const MINUTE = 60_000;

type EqualTerms = Pick<
  OrderTicket,
  'instrumentId' | 'side' | 'quantity' | 'limitPrice' | 'stopPrice'
> & { readonly accountId: string; readonly orderType: string };

interface RecentOrder {
  readonly instrumentId: InstrumentId;
  readonly terms: string;
}

/**
 * What the desk has sent of late, kept up to date fact by fact, so that a control never walks the orders. Counted from
 * the record, so that a desk that starts again does not start at nothing.
 */
export class OrderActivity {
  #messages = 0;
  readonly #recentMessages = new RollingWindow<null>(SECOND, () => (this.#messages -= 1));
  /** By instrument first: most orders are the only one of their second there, and ask for no text of their terms. */
  readonly #equal = new Map<InstrumentId, Map<string, number>>();
  readonly #recentOrders = new RollingWindow<RecentOrder>(SECOND, (recent) => this.#forget(recent));

  #values = { sum: 0, count: 0 };
  readonly #recentValues = new RollingWindow<number>(MINUTE, (value) => this.#takeOff(value));
  /** Of the desk's open orders. */
  readonly #quantities = new Map<string, number>();

  apply(fact: Fact): void {
    switch (fact.kind) {
      case 'order.intended': {
        const at = Date.parse(fact.at);
        this.#addMessage(at);
        this.#addOrder(at, fact.body.order);
        this.#addValue(at, valueOf(fact.body.verdicts));
        this.#quantities.set(fact.body.order.orderRef, fact.body.order.quantity);
        return;
      }
      case 'order.modify-intended':
        this.#addMessage(Date.parse(fact.at));
        this.#modify(fact.body, Date.parse(fact.at));
        return;
      case 'order.changed':
        if (!isOpen(fact.body.order.status)) this.#quantities.delete(fact.body.order.orderRef);
        return;
      case 'order.cancel-intended':
        this.#addMessage(Date.parse(fact.at));
        return;
      default:
    }
  }

  /** New orders, modifies and cancels of the last second. */
  messagesInSecond(now: EpochMs): number {
    this.#recentMessages.advance(now);
    return this.#messages;
  }

  /** New orders of the last second that ask for the very same. */
  equalOrdersInSecond(order: EqualTerms, now: EpochMs): number {
    this.#recentOrders.advance(now);
    return this.#equal.get(order.instrumentId)?.get(equalTerms(order)) ?? 0;
  }

  /** What was asked for within the last minute, in the base currency, as its max-order-value verdicts valued it. */
  valueInMinute(now: EpochMs): number {
    this.#recentValues.advance(now);
    return Math.max(0, this.#values.sum);
  }

  #modify({ orderRef, change, verdicts }: FactBody<'order.modify-intended'>, at: EpochMs): void {
    const before = this.#quantities.get(orderRef);
    if (before === undefined || change.quantity === null || change.quantity <= before) return;
    this.#quantities.set(orderRef, change.quantity);
    this.#addValue(at, (valueOf(verdicts) * (change.quantity - before)) / change.quantity);
  }

  #addValue(at: EpochMs, value: number): void {
    this.#recentValues.add(at, value);
    this.#values.sum += value;
    this.#values.count += 1;
  }

  #takeOff(value: number): void {
    this.#values.sum -= value;
    this.#values.count -= 1;
    // Starting anew at nothing keeps the error of adding and taking away doubles from growing.
    if (this.#values.count === 0) this.#values.sum = 0;
  }

  #addMessage(at: EpochMs): void {
    this.#recentMessages.add(at, null);
    this.#messages += 1;
  }

  #addOrder(at: EpochMs, order: EqualTerms): void {
    const { instrumentId } = order;
    const terms = equalTerms(order);
    // Adding lets older ones leave, which may empty the instrument.
    this.#recentOrders.add(at, { instrumentId, terms });
    const known = this.#equal.get(instrumentId) ?? new Map<string, number>();
    known.set(terms, (known.get(terms) ?? 0) + 1);
    this.#equal.set(instrumentId, known);
  }

  #forget({ instrumentId, terms }: RecentOrder): void {
    const known = this.#equal.get(instrumentId);
    if (known === undefined) return;
    const left = (known.get(terms) ?? 0) - 1;
    if (left > 0) known.set(terms, left);
    else known.delete(terms);
    if (known.size === 0) this.#equal.delete(instrumentId);
  }
}

/** All but the instrument, by which they are kept. */
function equalTerms(order: EqualTerms): string {
  const { accountId, side, quantity, orderType, limitPrice, stopPrice } = order;
  return `${accountId}/${side}/${quantity}/${orderType}/${limitPrice}/${stopPrice}`;
}

function valueOf(verdicts: readonly Verdict[]): number {
  return verdicts.find(({ controlId }) => controlId === MAX_ORDER_VALUE)?.observed ?? 0;
}
