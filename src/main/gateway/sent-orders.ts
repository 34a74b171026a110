interface SentOrder {
  /** Handed to the socket at least once. */
  sent: boolean;
  /** The broker has spoken of it as an order. */
  acknowledged: boolean;
  /** A change has left and the broker has not shown the order since. */
  changePending: boolean;
}

/** What one connection knows of the orders it carried. Forgotten with it: the snapshot of the next one tells. */
export class SentOrders {
  readonly #orders = new Map<number, SentOrder>();
  readonly #previews = new Set<number>();

  queued(orderId: number): void {
    if (this.#orders.has(orderId)) return;
    this.#orders.set(orderId, { sent: false, acknowledged: false, changePending: false });
  }

  sent(orderId: number): void {
    const order = this.#orders.get(orderId);
    if (order === undefined) return;
    order.sent = true;
    order.changePending = order.acknowledged;
  }

  /** One of an earlier connection is known from here on: what is sent of it next is a change. */
  acknowledged(orderId: number): void {
    const order = this.#orders.get(orderId);
    if (order !== undefined) order.acknowledged = true;
    else this.#orders.set(orderId, { sent: true, acknowledged: true, changePending: false });
  }

  /** The broker has shown the order as it stands: an error after this is about something else than its change. */
  shown(orderId: number): void {
    const order = this.#orders.get(orderId);
    if (order !== undefined) order.changePending = false;
  }

  isChangePending(orderId: number): boolean {
    return this.#orders.get(orderId)?.changePending ?? false;
  }

  /** Whether the broker may hold the order. An order of an earlier connection may. */
  mayLive(orderId: number): boolean {
    return this.#orders.get(orderId)?.sent ?? true;
  }

  /** Whether the broker has taken the order up. One of an earlier connection has. */
  isAcknowledged(orderId: number): boolean {
    return this.#orders.get(orderId)?.acknowledged ?? true;
  }

  forget(orderId: number): void {
    this.#orders.delete(orderId);
  }

  previewed(orderId: number): void {
    this.#previews.add(orderId);
  }

  isPreview(orderId: number): boolean {
    return this.#previews.has(orderId);
  }

  /** Whether the id was a preview's; from here on it is an order's. */
  takePreview(orderId: number): boolean {
    return this.#previews.delete(orderId);
  }

  clear(): void {
    this.#orders.clear();
    this.#previews.clear();
  }
}
