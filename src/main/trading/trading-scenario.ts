import type {
  BrokerExecution,
  BrokerOrder,
  BrokerOrderError,
  BrokerOrderStatus,
  BrokerSnapshot,
} from '#shared/domain/broker-word.ts';
import type { Fact, FactKind, NewFact } from '#shared/domain/fact.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Order, OrderChange, OrderTicket } from '#shared/domain/order.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';

import { applyFact, createBooks, type TradingBooks } from './books.ts';
import { decideBrokerWord, type TradingWord } from './decide-broker-word.ts';
import { decideLinkLost } from './decide-link.ts';
import { decideCancel, decideModify, intendOrder, modifyIntended } from './decide-order.ts';
import { decideReconciliation, type ReconciliationDecision } from './decide-reconciliation.ts';

export const account = 'DU9000001';
export const aapl = 265598;
export const start = Date.parse('2026-04-13T14:00:00.000Z');

export const limitOrder: OrderTicket = {
  instrumentId: aapl,
  side: 'BUY',
  orderType: 'LMT',
  quantity: 10,
  limitPrice: 13.26,
  stopPrice: null,
  timeInForce: 'DAY',
  outsideRth: false,
};

/** A desk's books and the words that reach them, one second apart. For tests. */
export class TradingScenario {
  readonly books: TradingBooks = createBooks();
  readonly facts: Fact[] = [];
  now = start;

  constructor(
    known: { account: boolean; instrument: boolean } = { account: true, instrument: true },
  ) {
    if (known.account) {
      this.take([
        {
          kind: 'account.identified',
          by: 'desk',
          body: { accountId: account, gatewayKind: 'simulated' },
        },
      ]);
    }
    if (known.instrument) this.resolve(aapl);
  }

  get at(): string {
    return new Date(this.now).toISOString();
  }

  /** Applies facts as the desk's road does, and tells their kinds. */
  take(newFacts: readonly NewFact[]): FactKind[] {
    for (const newFact of newFacts) {
      const fact: Fact = { ...newFact, seq: this.facts.length + 1, at: this.at };
      applyFact(this.books, fact);
      this.facts.push(fact);
    }
    return newFacts.map((fact) => fact.kind);
  }

  resolve(instrumentId: number, symbol = 'AAPL', given: Partial<Instrument> = {}): void {
    this.take([
      {
        kind: 'instrument.resolved',
        by: 'desk',
        body: {
          instrument: {
            instrumentId,
            symbol,
            displaySymbol: symbol,
            secType: 'STK',
            exchange: 'SMART',
            primaryExchange: 'NASDAQ',
            currency: 'USD',
            localSymbol: symbol,
            tradingClass: 'NMS',
            longName: symbol,
            multiplier: 1,
            minTick: 0.01,
            sizeIncrement: 1,
            minSize: 1,
            timeZoneId: 'US/Eastern',
            tradingHours: '',
            liquidHours: '',
            expiry: null,
            ...given,
          },
        },
      },
    ]);
  }

  /** Records an intent; `orderRef` is made of the order id, and of the client id above 1. */
  place(orderId: number, ticket: Partial<OrderTicket> = {}, clientId = 1): string {
    const orderRef = clientId > 1 ? `ref-${orderId}-of-${clientId}` : `ref-${orderId}`;
    this.now += 1000;
    const { fact } = intendOrder({
      ticket: { ...limitOrder, ...ticket },
      displaySymbol: 'AAPL',
      accountId: account,
      orderRef,
      orderId,
      clientId,
      placedBy: 'operator',
      at: this.at,
      verdicts: [],
      limitsVersion: 1,
    });
    this.take([fact]);
    return orderRef;
  }

  modify(orderRef: string, change: Partial<OrderChange>): void {
    this.now += 1000;
    const whole = { quantity: null, limitPrice: null, stopPrice: null, ...change };
    const decided = decideModify(this.books, orderRef, whole);
    if (!decided.ok) throw new Error(decided.error.message);
    this.take([
      modifyIntended({ orderRef, change: whole, verdicts: [], limitsVersion: 1, by: 'operator' }),
    ]);
  }

  cancel(orderRef: string): void {
    this.now += 1000;
    const decided = decideCancel(this.books, orderRef, 'operator');
    if (!decided.ok) throw new Error(decided.error.message);
    this.take([decided.fact]);
  }

  hear(word: TradingWord): FactKind[] {
    this.now += 1000;
    return this.take(decideBrokerWord(this.books, word, this.at));
  }

  loseLink(): FactKind[] {
    this.now += 1000;
    return this.take(decideLinkLost(this.books, this.at));
  }

  /** A snapshot that was asked for a second ago; `quietSeconds` after anything else happened. */
  reconcile(said: Partial<BrokerSnapshot>, quietSeconds = 60): FactKind[] {
    return this.take(this.decideReconciliation(said, quietSeconds).facts);
  }

  decideReconciliation(said: Partial<BrokerSnapshot>, quietSeconds = 60): ReconciliationDecision {
    this.now += quietSeconds * 1000;
    const requestedAt = this.at;
    this.now += 1000;
    return decideReconciliation(this.books, snapshotOf({ requestedAt, ...said }), this.at);
  }

  order(orderRef: string): Order {
    const order = this.books.orders.get(orderRef);
    if (order === undefined) throw new Error(`The scenario has no order ${orderRef}.`);
    return order;
  }

  get lastBreaks(): readonly Break[] {
    return this.books.lastReconciliation?.breaks ?? [];
  }

  /** Signed quantity held of the scenario's instrument. */
  get position(): number {
    return this.books.ledgers.get(aapl)?.quantity ?? 0;
  }
}

export function snapshotOf(said: Partial<BrokerSnapshot>): BrokerSnapshot {
  return {
    requestedAt: '2026-04-13T19:27:03.000Z',
    accountIds: [account],
    openOrders: [],
    completedOrders: [],
    executions: [],
    commissions: [],
    positions: [],
    accountValues: [],
    nextOrderId: 1,
    complete: true,
    ...said,
  };
}

export function brokerOrder(orderId: number, said: Partial<BrokerOrder> = {}): BrokerOrder {
  return {
    orderId,
    clientId: 1,
    permId: 389_000_000 + orderId,
    orderRef: null,
    accountId: account,
    instrumentId: aapl,
    displaySymbol: 'AAPL',
    side: 'BUY',
    orderType: 'LMT',
    quantity: 10,
    limitPrice: 13.26,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
    brokerStatus: 'Submitted',
    filledQuantity: null,
    reason: null,
    ...said,
  };
}

export function openOrderWord(orderId: number, said: Partial<BrokerOrder> = {}): TradingWord {
  return { kind: 'open-order', order: brokerOrder(orderId, said) };
}

export function statusWord(
  orderId: number,
  brokerStatus: BrokerOrderStatus,
  said: { filled?: number; remaining?: number; permId?: number; whyHeld?: string } = {},
): TradingWord {
  return {
    kind: 'order-status',
    update: {
      orderId,
      clientId: 1,
      permId: said.permId ?? 389_000_000 + orderId,
      brokerStatus,
      filledQuantity: said.filled ?? 0,
      remainingQuantity: said.remaining ?? 0,
      averageFillPrice: null,
      whyHeld: said.whyHeld ?? null,
    },
  };
}

export function errorWord(
  orderId: number,
  code: number,
  effect: BrokerOrderError['effect'],
  message: string,
): TradingWord {
  return { kind: 'order-error', error: { orderId, code, message, effect } };
}

export function brokerExecution(
  orderId: number,
  execId: string,
  said: Partial<BrokerExecution> = {},
): BrokerExecution {
  return {
    execId,
    permId: 389_000_000 + orderId,
    accountId: account,
    instrumentId: aapl,
    displaySymbol: 'AAPL',
    side: 'BUY',
    quantity: 10,
    price: 13.26,
    executedAt: '2026-04-13T16:46:00.000Z',
    orderId,
    clientId: 1,
    orderRef: null,
    ...said,
  };
}

export function executionWord(
  orderId: number,
  execId: string,
  said: Partial<BrokerExecution> = {},
): TradingWord {
  return { kind: 'execution', execution: brokerExecution(orderId, execId, said) };
}

export function commissionWord(
  execId: string,
  commissionMicros = 1_000_000,
  realizedPnlMicros: number | null = null,
): TradingWord {
  return {
    kind: 'commission',
    commission: { execId, commissionMicros, currency: 'USD', realizedPnlMicros },
  };
}
