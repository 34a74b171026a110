import type {
  BrokerAccountValue,
  BrokerCommission,
  BrokerExecution,
  BrokerOrder,
  BrokerOrderStatusUpdate,
  BrokerPosition,
  BrokerPositionUpdate,
  WhatIf,
} from '#shared/domain/broker-word.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { OptionChain } from '#shared/domain/option-chain.ts';
import type { PriceIncrement } from '#shared/domain/price-increment.ts';
import type { Bar } from '#shared/domain/quote.ts';

import type { DepthChange } from './depth-book.ts';

/** A contract found by its symbol; its details are asked for by id. */
export interface SymbolMatch {
  instrumentId: number;
  secType: string;
}

/** What one connection hears, in the desk's words. Ids are order or request ids; -1 stands for none. */
export interface SessionHandlers {
  onHeard(): void;
  onTcpOpen(): void;
  onServer(serverVersion: number): void;
  /** The connection is over, once. */
  onClosed(): void;
  onMessage(code: number, id: number, message: string): void;
  /** A message was lost or could not be understood: what the link knows may be incomplete. */
  onLostMessage(sentence: string): void;
  /** The peer is no TWS. */
  onGarbage(sentence: string): void;
  onLog(level: 'debug' | 'warning', sentence: string): void;

  onAccounts(accountIds: readonly string[]): void;
  onNextValidId(orderId: number): void;
  onCurrentTime(epochSeconds: number): void;

  /** `preview` is given for the answer to a what-if order, which is no order at all. */
  onOpenOrder(order: BrokerOrder, preview: WhatIf | null): void;
  onOpenOrdersEnd(): void;
  onOrderStatus(update: BrokerOrderStatusUpdate): void;
  onCompletedOrder(order: BrokerOrder): void;
  onCompletedOrdersEnd(): void;
  onExecution(requestId: number, execution: BrokerExecution): void;
  onExecutionsEnd(requestId: number): void;
  onCommission(commission: BrokerCommission): void;
  onPosition(position: BrokerPosition): void;
  onPositionsEnd(): void;
  onPositionUpdate(position: BrokerPositionUpdate): void;
  onAccountValue(value: BrokerAccountValue): void;
  onAccountSummary(requestId: number, value: BrokerAccountValue): void;
  onAccountSummaryEnd(requestId: number): void;

  onTickPrice(requestId: number, field: number, price: number | undefined): void;
  onTickSize(requestId: number, field: number, size: number | undefined): void;
  onTickGeneric(requestId: number, field: number, value: number | undefined): void;
  onMarketDataType(requestId: number, type: number): void;

  /** `marketRuleId` names the rule of its price steps; null where the gateway named none. */
  onInstrument(requestId: number, instrument: Instrument | null, marketRuleId: number | null): void;
  onInstrumentsEnd(requestId: number): void;
  onSymbolMatches(requestId: number, matches: readonly SymbolMatch[]): void;
  onMarketRule(marketRuleId: number, increments: readonly PriceIncrement[]): void;
  onOptionChain(requestId: number, chain: OptionChain): void;
  onOptionChainsEnd(requestId: number): void;
  onDepth(requestId: number, change: DepthChange): void;
  onBar(requestId: number, bar: Bar | null): void;
  onBarsEnd(requestId: number): void;
  onBarUpdate(requestId: number, bar: Bar): void;
}
