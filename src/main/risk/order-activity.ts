import type { Fact } from '#shared/domain/fact.ts';
import type { OrderTicket } from '#shared/domain/order.ts';
import type { EpochMs } from '#shared/domain/ports.ts';

import { RollingWindow } from './rolling-window.ts';

const SECOND = 1000;

type EqualTerms = Pick<
  OrderTicket,
  'instrumentId' | 'side' | 'quantity' | 'limitPrice' | 'stopPrice'
> & { readonly accountId: string; readonly orderType: string };

/**
 * What the desk has sent of late, kept up to date fact by fact, so that a control never walks the orders. Counted from
 * the record, so that a desk that starts again does not start at nothing.
 */
export class OrderActivity {
  #messages = 0;
  readonly #recentMessages = new RollingWindow<null>(SECOND, () => (this.#messages -= 1));
  readonly #equal = new Map<string, number>();
  readonly #recentOrders = new RollingWindow<string>(SECOND, (terms) => this.#forget(terms));

  apply(fact: Fact): void {
    switch (fact.kind) {
      case 'order.intended': {
        const at = Date.parse(fact.at);
        this.#addMessage(at);
        const terms = equalTerms(fact.body.order);
        this.#recentOrders.add(at, terms);
        this.#equal.set(terms, (this.#equal.get(terms) ?? 0) + 1);
        return;
      }
      case 'order.modify-intended':
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
    return this.#equal.get(equalTerms(order)) ?? 0;
  }

  #addMessage(at: EpochMs): void {
    this.#recentMessages.add(at, null);
    this.#messages += 1;
  }

  #forget(terms: string): void {
    const left = (this.#equal.get(terms) ?? 0) - 1;
    if (left > 0) this.#equal.set(terms, left);
    else this.#equal.delete(terms);
  }
}

function equalTerms(order: EqualTerms): string {
  const { accountId, instrumentId, side, quantity, orderType, limitPrice, stopPrice } = order;
  return `${accountId}/${instrumentId}/${side}/${quantity}/${orderType}/${limitPrice}/${stopPrice}`;
}
