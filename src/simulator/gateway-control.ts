import type { ExchangeExecution, ExchangeOrder } from './exchange/order.ts';

/** One order as the gateway has it, for tests and checks that compare it with what a desk believes. */
export interface GatewayOrderView {
  clientId: number;
  orderId: number;
  permId: number;
  accountId: string;
  conId: number;
  orderRef: string;
  side: string;
  orderType: string;
  quantity: number;
  limitPrice: number | null;
  stopPrice: number | null;
  status: string;
  filled: number;
}

export interface GatewayExecutionView {
  execId: string;
  permId: number;
  orderRef: string;
  conId: number;
  side: string;
  quantity: number;
  price: number;
}

/**
 * Makes trouble, on purpose and one thing at a time. Where a client id may be given and is left out, every client
 * is meant. All values can be sent between threads.
 */
export interface GatewayControl {
  /** Breaks connections without a word. */
  drop(clientId?: number): void;
  /** Stops reading from and writing to clients, present and to come; their connections stay open. */
  silence(): void;
  /** Ends a silence: what was held back goes out, what clients sent meanwhile is read. */
  speak(): void;
  /** While refused, a new connection is closed at once. */
  refuseConnections(refuse: boolean): void;
  /**
   * Sends a notice without a request, such as 1100, 1101, 1102, 2103 or 2110. 1100 also stops the quotes, 1101
   * takes every quote subscription away, and both 1101 and 1102 let quotes flow again.
   */
  notify(code: number, message?: string): void;
  /**
   * What a farm that went down (2103) and came back (2104) can leave behind: the quote lines there are now fall silent
   * without a word, and only a line that is asked for anew gets quotes.
   */
  deadenFeeds(): void;
  /** The next orders vanish: no word, no order. */
  swallowNextOrder(count?: number): void;
  /** The next orders are accepted and work, but the client is not told. */
  loseNextAcknowledgement(count?: number): void;
  /** Of the next fills the order's status comes at once, execution and commission a tenth of a second later. */
  reportNextFillLate(count?: number): void;
  /** The next order is refused with this error. */
  rejectNextOrder(code: number, message: string): void;
  /** Moves an instrument's price at once and for good, by a percentage. */
  priceShock(symbol: string, percent: number): void;
  /** Orders are accepted, nothing trades. */
  pauseFills(): void;
  resumeFills(): void;
  setSpeed(speed: number): void;
  /** Sends ticks of an instrument now, beside the regular ones, as fast as they can be made. */
  tickBurst(symbol: string, count: number): void;
  orders(): GatewayOrderView[];
  executions(): GatewayExecutionView[];
  /** Client ids that are connected. */
  clients(): number[];
  /** Simulated time, epoch milliseconds. */
  simulatedTime(): number;
}

export function orderView(order: ExchangeOrder): GatewayOrderView {
  const { terms } = order;
  return {
    clientId: order.clientId,
    orderId: order.orderId,
    permId: order.permId,
    accountId: order.accountId,
    conId: order.instrument.conId,
    orderRef: terms.orderRef,
    side: terms.side,
    orderType: terms.orderType,
    quantity: terms.quantity,
    limitPrice: terms.limitPrice,
    stopPrice: terms.stopPrice,
    status: order.status,
    filled: order.filled,
  };
}

export function executionView(execution: ExchangeExecution): GatewayExecutionView {
  return {
    execId: execution.execId,
    permId: execution.order.permId,
    orderRef: execution.order.terms.orderRef,
    conId: execution.order.instrument.conId,
    side: execution.order.terms.side,
    quantity: execution.quantity,
    price: execution.price,
  };
}
