import type { ExchangeOrder, OrderTerms, OrderWait } from './order.ts';
import { orderTypeTraits } from './order-types.ts';

/** OCA type: the others are reduced by what has filled. */
const reduceOthers = 3;

/** The auction an order is for; null for one that trades all day. */
export function auctionOf({ orderType, timeInForce }: OrderTerms): OrderWait | null {
  if (orderTypeTraits[orderType].atClose) return 'closing';
  return timeInForce === 'OPG' ? 'opening' : null;
}

/** IB's words for what keeps an order from the market. */
export function whyHeld(waitsFor: OrderWait | null, awaitingTrigger: boolean): string {
  return [
    ...(waitsFor === 'parent' ? ['child'] : []),
    ...(awaitingTrigger ? ['trigger'] : []),
  ].join(',');
}

/** A child shares a group with its siblings, as IB makes one of the parent's permId. */
export function termsUnder(parent: ExchangeOrder | undefined, terms: OrderTerms): OrderTerms {
  if (parent === undefined || terms.ocaGroup !== '') return terms;
  return { ...terms, ocaGroup: String(parent.permId), ocaType: reduceOthers };
}

/** A child that is changed keeps the group it was given. */
export function keptGroup(before: OrderTerms, terms: OrderTerms): OrderTerms {
  if (terms.parentId === 0 || terms.ocaGroup !== '') return terms;
  return { ...terms, ocaGroup: before.ocaGroup, ocaType: before.ocaType };
}

/** Whether an auction at a price trades an order. */
export function auctionReaches(
  { terms: { limitPrice, side } }: ExchangeOrder,
  price: number,
): boolean {
  return limitPrice === null || (side === 'BUY' ? price <= limitPrice : price >= limitPrice);
}
