import type { ExchangeOrder } from './order.ts';

/** Which working orders belong together: children to their parent, and the members of an OCA group. */
export class OrderGroups {
  readonly #children = new Map<string, Set<ExchangeOrder>>();
  readonly #members = new Map<string, Set<ExchangeOrder>>();

  add(order: ExchangeOrder): void {
    const { parentId, ocaGroup } = order.terms;
    if (parentId !== 0) addTo(this.#children, `${order.clientId}:${parentId}`, order);
    if (ocaGroup !== '') addTo(this.#members, groupKey(order), order);
  }

  /** To be called while the order still has the terms that it was added with. */
  remove(order: ExchangeOrder): void {
    removeFrom(this.#children, `${order.clientId}:${order.terms.parentId}`, order);
    removeFrom(this.#members, groupKey(order), order);
  }

  /** The working children of an order. */
  childrenOf({ clientId, orderId }: ExchangeOrder): ExchangeOrder[] {
    return [...(this.#children.get(`${clientId}:${orderId}`) ?? [])];
  }

  /** The other working members of the order's OCA group. */
  matesOf(order: ExchangeOrder): ExchangeOrder[] {
    if (order.terms.ocaGroup === '') return [];
    return [...(this.#members.get(groupKey(order)) ?? [])].filter((mate) => mate !== order);
  }
}

function groupKey({ accountId, terms }: ExchangeOrder): string {
  return `${accountId}:${terms.ocaGroup}`;
}

function addTo(map: Map<string, Set<ExchangeOrder>>, key: string, order: ExchangeOrder): void {
  let orders = map.get(key);
  if (orders === undefined) map.set(key, (orders = new Set()));
  orders.add(order);
}

function removeFrom(map: Map<string, Set<ExchangeOrder>>, key: string, order: ExchangeOrder): void {
  const orders = map.get(key);
  orders?.delete(order);
  if (orders?.size === 0) map.delete(key);
}
