import type { WhatIf } from '#shared/domain/broker-word.ts';
import type { InstrumentExposure, Verdict } from '#shared/domain/control.ts';
import type { AccountId, GatewayKind, LinkState } from '#shared/domain/gateway.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { LimitName } from '#shared/domain/limits.ts';
import type { OrderSide, OrderType, TimeInForce } from '#shared/domain/order.ts';
import type { PriceIncrement } from '#shared/domain/price-increment.ts';
import type { Quote } from '#shared/domain/quote.ts';
import type { MarketSession } from '#shared/domain/trading-hours.ts';
import type { TradingState } from '#shared/domain/trading-state.ts';

import type { ExposureSums } from './desk-exposure.ts';
import type { ApplicableLimits } from './limits-in-force.ts';
import type { LossFigures } from './loss-figures.ts';

/** The working order that a modify changes, as it stands before. */
export interface PreviousOrder {
  /** What the order counts for in `exposure` now; with a modify under way, the larger of both quantities. */
  readonly workingQuantity: number;
  readonly filledQuantity: number;
  readonly limitPrice: number | null;
  readonly stopPrice: number | null;
}

/** What is about to be sent: a new order, or an order as a modify would leave it. */
export interface OrderProposal {
  readonly kind: 'new' | 'modify';
  readonly side: OrderSide;
  readonly orderType: OrderType;
  /** The whole quantity, filled part included, as it goes on the wire. */
  readonly quantity: number;
  readonly limitPrice: number | null;
  readonly stopPrice: number | null;
  readonly timeInForce: TimeInForce;
  /** Whether it may also trade outside the regular hours. */
  readonly outsideRth: boolean;
  /** Null for a new order. */
  readonly previous: PreviousOrder | null;
}

/** An order of the desk about which the broker owes a word. */
export interface UnansweredOrder {
  /** As a person names it: `BUY 10 SPY LMT`. */
  readonly order: string;
  /** `fate`: nobody knows whether it lives. Else what was asked and not answered yet. */
  readonly awaits: 'fate' | 'order' | 'modify' | 'cancel';
  readonly waitedMs: number;
}

/** Everything a control may look at, handed in: a control reads no clock, no book and no file of its own. */
export interface ControlContext {
  readonly proposal: OrderProposal;
  /** Null where the desk does not know the instrument. */
  readonly instrument: Instrument | null;
  /** The steps of its price in order of price; empty where its smallest one stands for all. */
  readonly priceIncrements: readonly PriceIncrement[];
  /** The date where it trades, `YYYYMMDD`; null where it is not known, and for what does not expire. */
  readonly marketDate: string | null;
  /** Of the instrument now; null where its hours do not say. */
  readonly session: MarketSession | null;
  readonly quote: Quote | null;
  /** Milliseconds since the quote was heard, on the monotonic clock; null where there is none. */
  readonly quoteAgeMs: number | null;
  /** Who asks for it; null where nobody is named. */
  readonly personId: string | null;
  readonly accountId: AccountId | null;
  readonly gatewayKind: GatewayKind | null;
  readonly linkState: LinkState | null;
  readonly deskState: TradingState;
  readonly instrumentState: TradingState;
  /** Of the instrument, in the account; the order being modified is in it. */
  readonly exposure: InstrumentExposure;
  /** The gravest in this instrument; null where the broker owes no word. */
  readonly unanswered: UnansweredOrder | null;
  /** The broker's BuyingPower, in the base currency; null until it has said. */
  readonly buyingPower: number | null;
  /**
   * What the desk's working orders need of it, in the base currency, without the order being modified; null where
   * one of them cannot be valued. See `reservations.ts`.
   */
  readonly reservedBuyingPower: number | null;
  /** New orders, modifies and cancels that the desk has sent in the last second. */
  readonly messagesInSecond: number;
  /** New orders of the last second that ask for the very same. */
  readonly equalOrdersInSecond: number;
  /** Of the account: of this instrument on the order's side, and altogether; the order being modified is in it. */
  readonly openOrders: { readonly onSide: number; readonly total: number };
  /** The account's own limit order on the other side that the order would meet first; null where there is none. */
  readonly restingOpposite: number | null;
  /** Of what the desk has sent within the last minute, in the base currency. */
  readonly valueInMinute: number;
  /** What the account is worth by the broker, in the base currency; null until it has said. */
  readonly netLiquidation: number | null;
  /** Of every other instrument of the desk, in the base currency; null where one of them cannot be valued. */
  readonly otherExposure: ExposureSums | null;
  /** The same of the instrument's sector alone; null too where the broker names none. */
  readonly sectorExposure: ExposureSums | null;
  /** The same of the instrument's asset class alone. */
  readonly assetClassExposure: ExposureSums | null;
  readonly losses: LossFigures;
  /** Whether the desk holds a position in anything. */
  readonly holdsPositions: boolean;
  /** Executions in the instrument since a person last attended to it. */
  readonly executionsUnattended: number;
  readonly baseCurrency: string;
  /** Base currency for one unit of the instrument's currency; null where it is not known. */
  readonly exchangeRate: number | null;
  readonly limits: ApplicableLimits;
  /** The broker's preview of the order, or why there is none; null where it was not asked. */
  readonly whatIf: WhatIf | { readonly unavailable: string } | null;
  /**
   * What the desk's orders may need that this preview may not contain, in the base currency; null where that is any amount.
   * See `allowed-meanwhile.ts`.
   */
  readonly notInWhatIf: number | null;
  /** Why the person who asks overrides soft controls; null where they do not. */
  readonly overrideReason: string | null;
}

export type ControlId =
  | 'account-kind'
  | 'link-state'
  | 'trading-state'
  | 'unanswered-order'
  | 'instrument-and-tick'
  | 'price-collar'
  | 'max-order-quantity'
  | 'max-order-value'
  | 'position-limit'
  | 'buying-power'
  | 'stale-quote'
  | 'message-rate'
  | 'duplicate-order'
  | 'open-order-count'
  | 'self-trade'
  | 'restricted-list'
  | 'person-permission'
  | 'market-hours'
  | 'short-sale'
  | 'short-period-value'
  | 'concentration'
  | 'gross-exposure'
  | 'net-exposure'
  | 'what-if-margin'
  | 'closes-only'
  | 'sector-exposure'
  | 'sector-concentration'
  | 'asset-class-exposure'
  | 'asset-class-concentration'
  | 'repeated-execution'
  | 'daily-loss'
  | 'drawdown';

/** One pre-trade check. */
export interface Control {
  readonly id: ControlId;
  readonly title: string;
  /** Unit of what it observes and of its limit; null where it compares no figures. */
  readonly unit: string | null;
  /** A hard one cannot be overridden by the person it binds; a soft one can, with a reason that goes on record. */
  readonly hard: boolean;
  /** What it compares with; empty where it compares with none of the limits. */
  readonly limits: readonly LimitName[];
  /** The regulation or IB page that asks for it. */
  readonly source: string;
  /** Pure. May throw: the chain makes that an unevaluable verdict, which denies. */
  evaluate(context: ControlContext): Verdict;
}
