/**
 * Order ids and request ids share one number space on the wire: an error message names an id and does not say which
 * kind it is. The two therefore come from ranges that never meet. Both fit the wire's 32-bit integers.
 */
export const firstRequestId = 1_000_000_000;
const lastRequestId = 2_000_000_000;

export function isRequestId(id: number): boolean {
  return id >= firstRequestId && id <= lastRequestId;
}

export function isOrderId(id: number): boolean {
  return id > 0 && id < firstRequestId;
}

/** Ids for everything that is not an order. */
export class RequestIds {
  #next = firstRequestId;

  next(): number {
    const id = this.#next;
    this.#next = id === lastRequestId ? firstRequestId : id + 1;
    return id;
  }
}

/** The gateway's order ids have grown into the range of request ids. */
export class OrderIdsExhaustedError extends Error {
  override readonly name = 'OrderIdsExhaustedError';

  constructor(orderId: number) {
    super(
      `The gateway wants order ids from ${orderId} on, above the ${firstRequestId - 1} the desk can use. ` +
        'In TWS, open Global Configuration, API, Settings and press "Reset API order ID sequence".',
    );
  }
}

/**
 * Order ids: each greater than any the gateway has named to this client. A client that reuses or falls below a seen
 * id gets error 103.
 */
export class OrderIds {
  #next = 0;

  /** The gateway says that the next order id is at least this. Throws {@link OrderIdsExhaustedError}. */
  startAt(orderId: number): void {
    if (orderId >= firstRequestId) throw new OrderIdsExhaustedError(orderId);
    this.#next = Math.max(this.#next, orderId, 1);
  }

  /** An order with this id exists; ids outside the orders' range belong to other clients and are left alone. */
  seen(orderId: number): void {
    if (isOrderId(orderId)) this.#next = Math.max(this.#next, orderId + 1);
  }

  /** Smallest id that may be used next. */
  peek(): number {
    return this.#next;
  }

  next(): number {
    if (this.#next >= firstRequestId) throw new OrderIdsExhaustedError(this.#next);
    const id = this.#next;
    this.#next += 1;
    return id;
  }
}
