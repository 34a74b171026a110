import type { Order, OrderChange } from '#shared/domain/order.ts';

import { parseFigure } from './ticket-draft.ts';

/** The figures of an order while a person changes them: the text in the fields. */
export interface ChangeDraft {
  quantity: string;
  limitPrice: string;
  stopPrice: string;
}

const fields = ['quantity', 'limitPrice', 'stopPrice'] as const;
const names = { quantity: 'quantity', limitPrice: 'limit price', stopPrice: 'stop price' } as const;

/**
 * What of an order a draft changes: figures left as they are stay null. A figure the order does not have cannot be
 * changed. `problem` says why there is nothing to send.
 */
export function readChange(
  order: Pick<Order, 'quantity' | 'limitPrice' | 'stopPrice' | 'filledQuantity'>,
  draft: ChangeDraft,
): { change: OrderChange; problem: null } | { change: null; problem: string } {
  const change: OrderChange = { quantity: null, limitPrice: null, stopPrice: null };
  for (const field of fields) {
    if (order[field] === null) continue;
    const figure = parseFigure(draft[field]);
    if (figure === null) {
      return {
        change: null,
        problem: `The ${names[field]} is not a number. Write it like 1 250.50.`,
      };
    }
    if (figure !== order[field]) change[field] = figure;
  }
  if (change.quantity !== null && change.quantity <= order.filledQuantity) {
    return {
      change: null,
      problem: `${order.filledQuantity} are filled already, so the quantity must be more than that. To stop the rest, cancel the order.`,
    };
  }
  if (fields.every((field) => change[field] === null)) {
    return { change: null, problem: 'Nothing is changed yet.' };
  }
  return { change, problem: null };
}
