import type { Execution } from './execution.ts';
import type { LinkStatus } from './gateway.ts';
import type { Instrument } from './instrument.ts';
import type { OrderSide } from './order.ts';

/**
 * What the link hears from the gateway, in the desk's own words: parsed, unset figures made null, times made
 * ISO-8601 UTC. The link makes these and nothing else; rooms decide on them without knowing the wire.
 */

/** IB's own order states. An order in a state not listed here is treated as working. */
export type BrokerOrderStatus =
  | 'ApiPending'
  | 'PendingSubmit'
  | 'PreSubmitted'
  | 'Submitted'
  | 'PendingCancel'
  | 'ApiCancelled'
  | 'Cancelled'
  | 'Filled'
  | 'Inactive';

/** How an order appears in openOrder or completedOrder. */
export interface BrokerOrder {
  /** 0 for an order of TWS itself that is not bound to a client. */
  orderId: number;
  clientId: number;
  permId: number;
  /** Empty orders of other clients have none. */
  orderRef: string | null;
  accountId: string;
  instrumentId: number;
  displaySymbol: string;
  side: OrderSide;
  orderType: string;
  quantity: number;
  limitPrice: number | null;
  stopPrice: number | null;
  timeInForce: string;
  outsideRth: boolean;
  brokerStatus: BrokerOrderStatus;
  /** Filled so far, where the message says so; null where it does not. */
  filledQuantity: number | null;
  /** The broker's sentence, for example why it is held or was refused; null when it gave none. */
  reason: string | null;
}

export interface BrokerOrderStatusUpdate {
  orderId: number;
  clientId: number;
  permId: number;
  brokerStatus: BrokerOrderStatus;
  filledQuantity: number;
  remainingQuantity: number;
  averageFillPrice: number | null;
  whyHeld: string | null;
}

/** A fill; the commission comes apart and joins by execId. */
export type BrokerExecution = Omit<
  Execution,
  'orderRef' | 'commissionMicros' | 'commissionCurrency' | 'brokerRealizedPnlMicros'
> & {
  orderId: number;
  clientId: number;
  orderRef: string | null;
  /** Set where the broker itself traded to bring the margin back. */
  liquidation?: true;
};

export interface BrokerCommission {
  execId: string;
  commissionMicros: number;
  currency: string;
  realizedPnlMicros: number | null;
}

export interface BrokerPosition {
  accountId: string;
  instrument: Pick<
    Instrument,
    'instrumentId' | 'symbol' | 'displaySymbol' | 'secType' | 'currency' | 'multiplier'
  >;
  quantity: number;
  /** IB's: per unit of quantity, multiplier and commissions included. */
  averageCost: number;
}

/** What the account holds of an instrument, signed units, told when it changes. */
export type BrokerPositionUpdate = Pick<BrokerPosition, 'accountId' | 'quantity'> & {
  instrumentId: number;
};

/**
 * What an error message about an order means for it.
 * `informational`: the order lives; `modify-refused`, `cancel-refused`: it lives as it was.
 * `unknown-order`: the broker does not know the id (10147). `already-done`: it had ended before (10148).
 */
export type OrderErrorEffect =
  | 'rejected'
  | 'cancelled'
  | 'informational'
  | 'modify-refused'
  | 'cancel-refused'
  | 'unknown-order'
  | 'already-done';

export interface BrokerOrderError {
  orderId: number;
  code: number;
  message: string;
  effect: OrderErrorEffect;
}

/** One figure of the account: `NetLiquidation`, `BuyingPower`, … Numbers as the broker's text gives them. */
export interface BrokerAccountValue {
  accountId: string;
  tag: string;
  value: string;
  currency: string;
}

/** Everything the broker said when asked, taken as one. The desk compares its own books with it. */
export interface BrokerSnapshot {
  /** When the link began to ask for it, ISO-8601 UTC: what happened later may be missing. */
  requestedAt: string;
  accountIds: readonly string[];
  openOrders: readonly BrokerOrder[];
  completedOrders: readonly BrokerOrder[];
  executions: readonly BrokerExecution[];
  commissions: readonly BrokerCommission[];
  positions: readonly BrokerPosition[];
  accountValues: readonly BrokerAccountValue[];
  /** Smallest order id the gateway accepts next for this client. */
  nextOrderId: number;
  /** False where the gateway did not send every end (reqExecutions may never): absence then proves nothing. */
  complete: boolean;
}

/** The part of a snapshot that does not grow with the day's orders, and may be kept until the next. */
export type BrokerHoldings = Pick<BrokerSnapshot, 'requestedAt' | 'positions' | 'accountValues'>;

export type BrokerWord =
  | { kind: 'link'; status: LinkStatus }
  /** Asked for on every connect and every 60 s; on connect the link waits in `reconciling` until it is accepted. */
  | { kind: 'snapshot'; snapshot: BrokerSnapshot }
  | { kind: 'open-order'; order: BrokerOrder }
  | { kind: 'order-status'; update: BrokerOrderStatusUpdate }
  | { kind: 'order-error'; error: BrokerOrderError }
  | { kind: 'execution'; execution: BrokerExecution }
  | { kind: 'commission'; commission: BrokerCommission }
  | { kind: 'account-value'; value: BrokerAccountValue }
  | { kind: 'position'; position: BrokerPositionUpdate }
  /** Codes that belong to no order: farms, subscriptions, pacing. */
  | {
      kind: 'notice';
      code: number;
      message: string;
      /** The instrument a market-data notice is about, where it is known. */
      instrumentId: number | null;
      severity: 'info' | 'warning' | 'critical';
    }
  /** The gateway's clock, epoch milliseconds, as of the heartbeat. */
  | { kind: 'gateway-time'; at: number };

/** The broker's preview of an order that is not sent. Sums in the account's base currency; null where not said. */
export interface WhatIf {
  initialMarginAfter: number | null;
  initialMarginChange: number | null;
  maintenanceMarginAfter: number | null;
  equityWithLoanAfter: number | null;
  commission: number | null;
  commissionCurrency: string | null;
  warning: string | null;
}
