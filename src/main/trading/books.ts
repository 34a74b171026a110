import type { InstrumentExposure } from '#shared/domain/control.ts';
import type { Execution } from '#shared/domain/execution.ts';
import type { Fact, FactBody } from '#shared/domain/fact.ts';
import type { AccountId } from '#shared/domain/gateway.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import type { Order } from '#shared/domain/order.ts';
import { isOpen, nextOrderStatus } from '#shared/domain/order-status.ts';
import {
  addCommission,
  addFill,
  adoptPosition,
  correctFill,
  nameLedger,
  openLedger,
  removeCommission,
  type LedgerInstrument,
  type PositionLedger,
} from '#shared/domain/position-ledger.ts';
import { tidyQuantity, type Position } from '#shared/domain/position.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';

import type { Archive } from './archive.ts';
import {
  adoptCash,
  bookCommission,
  bookFill,
  createCashBook,
  nameCashTerms,
  type CashBook,
} from './cash-book.ts';
import { executionFamily } from './execution-family.ts';
import { gravestUnsettled, noteUnsettled, type UnsettledOrders } from './unsettled-orders.ts';
import { workingQuantity } from './working-quantity.ts';

/** What an order's executions add up to. */
export interface OrderFills {
  quantity: number;
  /** Sum of quantity × price, in price units. */
  value: number;
}

export type Commission = FactBody<'commission.received'>;
export type Reconciliation = FactBody<'reconciliation.completed'>;

/**
 * What the desk knows of its orders, executions and positions. Made of facts alone, so that the same facts give the
 * same books; changed by {@link applyFact} and nothing else. Others read.
 */
export interface TradingBooks {
  accountId: AccountId | null;
  /** Of the latest connection; null before the first. The broker answers each client for its own orders alone. */
  clientId: number | null;
  /** By orderRef: every open order and the latest that have ended, denied ones too. See `forget.ts`. */
  orders: Map<string, Order>;
  /** How many the books have let go of, less those they took back. */
  ordersForgotten: number;
  /** Where the others are; null while the books are being made from the journal. */
  archive: Archive | null;
  /** orderRef by `clientId/orderId`. */
  orderRefByWireId: Map<string, string>;
  /** orderRef of the newest order of this desk under an order id: an error names no client. */
  orderRefByOrderId: Map<number, string>;
  orderRefByPermId: Map<number, string>;
  /** Of orders let go of, those that the broker can name by their number on the wire alone. */
  withoutPermId: Set<string>;
  /** orderRefs of all orders that may still trade, external ones too, in the order they came. */
  openOrders: Set<string>;
  unsettledOrders: UnsettledOrders;
  unknownOrders: number;
  /** By execId, of the orders held; a corrected execution is replaced by its correction. */
  executions: Map<string, Execution>;
  /** By orderRef. */
  execIdsOf: Map<string, string[]>;
  /** execId of the latest word on an execution, by its family. */
  latestExecution: Map<string, string>;
  /** By orderRef. */
  fills: Map<string, OrderFills>;
  /** Commissions that came before their execution, by execId. */
  waitingCommissions: Map<string, Commission>;
  instruments: Map<InstrumentId, LedgerInstrument>;
  ledgers: Map<InstrumentId, PositionLedger>;
  /** orderRefs of the exits of a bracket, by the orderRef of its entry. */
  exitsOf: Map<string, string[]>;
  /** What each order counts for in `exposures`, by orderRef; one that counts for nothing is missing. */
  counted: Map<string, number>;
  /** Maintained with every order and fill; equal to a recount at any moment. */
  exposures: Map<InstrumentId, InstrumentExposure>;
  /** When the desk last heard of a fill, ISO-8601, by instrument. */
  filledAt: Map<InstrumentId, string>;
  /** Whether the books were ever compared with the broker's. */
  everReconciled: boolean;
  /** The last reconciliation of this connection; null before its first. */
  lastReconciliation: Reconciliation | null;
  /** What differed at the last reconciliation of any connection, less what a person has accepted since. */
  breaks: readonly Break[];
  cash: CashBook;
}

export function createBooks(): TradingBooks {
  return {
    accountId: null,
    clientId: null,
    orders: new Map(),
    ordersForgotten: 0,
    archive: null,
    orderRefByWireId: new Map(),
    orderRefByOrderId: new Map(),
    orderRefByPermId: new Map(),
    withoutPermId: new Set(),
    openOrders: new Set(),
    unsettledOrders: new Map(),
    unknownOrders: 0,
    executions: new Map(),
    execIdsOf: new Map(),
    latestExecution: new Map(),
    fills: new Map(),
    waitingCommissions: new Map(),
    instruments: new Map(),
    ledgers: new Map(),
    exitsOf: new Map(),
    counted: new Map(),
    exposures: new Map(),
    filledAt: new Map(),
    everReconciled: false,
    lastReconciliation: null,
    breaks: [],
    cash: createCashBook(),
  };
}

/**
 * Changes the books by one fact, live and at replay alike. Throws for a fact about an order that no earlier fact
 * named: the journal it comes from is broken.
 */
export function applyFact(books: TradingBooks, fact: Fact): void {
  switch (fact.kind) {
    case 'account.identified':
      books.accountId = fact.body.accountId;
      return;
    case 'instrument.resolved':
      nameInstrument(books, fact.body.instrument);
      nameCashTerms(books.cash, fact.body.instrument, fact.at);
      return;
    case 'link.changed':
      books.clientId = fact.body.clientId;
      if (fact.body.state !== 'ready' && fact.body.state !== 'impaired') {
        books.lastReconciliation = null;
      }
      return;
    case 'order.intended':
    case 'order.changed':
    case 'order.external-seen':
      setOrder(books, fact.body.order);
      return;
    case 'order.denied':
      books.orders.set(fact.body.order.orderRef, fact.body.order);
      return;
    case 'order.modify-intended':
      setOrder(books, {
        ...knownOrder(books, fact.body.orderRef),
        pendingChange: fact.body.change,
        updatedAt: fact.at,
      });
      return;
    case 'order.cancel-intended': {
      const order = knownOrder(books, fact.body.orderRef);
      const status = nextOrderStatus(order.status, 'cancel-requested');
      setOrder(books, { ...order, status, updatedAt: fact.at });
      return;
    }
    case 'execution.received':
      applyExecution(books, fact.body.execution, fact.body.corrects, fact.at);
      return;
    case 'commission.received':
      applyCommission(books, fact.body, fact.at);
      return;
    case 'position.adopted':
      applyAdoption(books, fact.body.position);
      return;
    case 'cash.adopted':
      applyCash(books, fact.body);
      return;
    case 'reconciliation.completed':
      books.everReconciled = true;
      books.lastReconciliation = fact.body;
      books.breaks = fact.body.breaks;
      return;
    case 'desk.started':
    case 'desk.stopped':
    case 'session.opened':
    case 'session.closed':
    case 'session.refused':
    case 'session.locked':
    case 'command.refused':
    case 'person.added':
    case 'person.roles-changed':
    case 'person.removed':
    case 'person.passphrase-set':
    case 'person.witnessed':
    case 'watchlist.added':
    case 'watchlist.removed':
    case 'order.modify-denied':
    case 'day.opened':
    case 'pnl.marked':
    case 'trading-state.changed':
    case 'limits.changed':
    case 'proposal.made':
    case 'proposal.approved':
    case 'proposal.rejected':
    case 'proposal.withdrawn':
    case 'proposal.refused':
    case 'repeated-execution.reset':
    case 'kill.engaged':
    case 'kill.drill-began':
    case 'kill.drilled':
    case 'alert.changed':
    case 'delivery.configured':
    case 'delivery.removed':
    case 'delivery.made':
    case 'silence.made':
    case 'attempt.began':
    case 'attempt.resumed':
    case 'attempt.ended':
    case 'check.ran':
    case 'checklist.ticked':
    case 'checklist.unticked':
    case 'waiver.granted':
    case 'readiness.signed':
    case 'certificate.issued':
    case 'certificate.invalidated':
    case 'certificate.expired':
    case 'load.began':
    case 'load.ended':
    case 'load.baseline-set':
    case 'silence.ended':
      return;
  }
}

const noExposure: Readonly<InstrumentExposure> = Object.freeze({
  position: 0,
  workingBuy: 0,
  workingSell: 0,
});

/** What is held and working of an instrument. Read it at once: it changes with the next fact. */
export function exposureOf(
  books: TradingBooks,
  instrumentId: InstrumentId,
): Readonly<InstrumentExposure> {
  return books.exposures.get(instrumentId) ?? noExposure;
}

/** Every order that may still trade, in the order they came. */
export function openOrders(books: TradingBooks): Order[] {
  return [...books.openOrders].map((orderRef) => knownOrder(books, orderRef));
}

/** The desk's order in an instrument about which the broker owes a word, the gravest one; null where there is none. */
export function unsettledOrderIn(books: TradingBooks, instrumentId: InstrumentId): Order | null {
  const orderRef = gravestUnsettled(books.unsettledOrders, instrumentId);
  return orderRef === null ? null : knownOrder(books, orderRef);
}

/** Positions of every instrument that was ever held, flat ones too. */
export function positionsOf(books: TradingBooks): Position[] {
  return [...books.ledgers.values()].flatMap((ledger) => ledger.position ?? []);
}

/** Instruments that traded and that no fact has named yet: without currency and multiplier they have no worth. */
export function unresolvedInstruments(books: TradingBooks): InstrumentId[] {
  return [...books.ledgers.values()]
    .filter((ledger) => ledger.instrument === null || ledger.instrument.currency === '')
    .map((ledger) => ledger.instrumentId);
}

export function wireIdOf(clientId: number, orderId: number): string {
  return `${clientId}/${orderId}`;
}

function knownOrder(books: TradingBooks, orderRef: string): Order {
  const order = books.orders.get(orderRef);
  if (order === undefined) {
    throw new Error(
      `The journal has a fact about order ${orderRef}, but no fact that it was made.`,
    );
  }
  return order;
}

function setOrder(books: TradingBooks, order: Order): void {
  const { orderRef } = order;
  const before = books.orders.get(orderRef);
  if (before?.status === 'UNKNOWN') books.unknownOrders -= 1;
  books.orders.set(orderRef, order);
  if (before === undefined && typeof order.entryRef === 'string') {
    books.exitsOf.set(order.entryRef, [...(books.exitsOf.get(order.entryRef) ?? []), orderRef]);
  }
  for (const each of familyOf(books, order)) countWorking(books, each);
  if (order.status === 'UNKNOWN') books.unknownOrders += 1;
  if (isOpen(order.status)) books.openOrders.add(orderRef);
  else books.openOrders.delete(orderRef);
  noteUnsettled(books.unsettledOrders, order);
  if (order.permId !== null && order.permId !== before?.permId) {
    books.orderRefByPermId.set(order.permId, orderRef);
  }
  // An order of TWS itself that is bound to no client has the id 0, as have all others like it.
  if (
    order.orderId !== 0 &&
    (order.orderId !== before?.orderId || order.clientId !== before.clientId)
  ) {
    books.orderRefByWireId.set(wireIdOf(order.clientId, order.orderId), orderRef);
    if (!order.external) books.orderRefByOrderId.set(order.orderId, orderRef);
  }
}

/** Finds an order that was forgotten by its names again, unless a newer one has taken them. */
export function indexOrder(books: TradingBooks, order: Order): void {
  const { orderRef, permId, orderId, clientId, external } = order;
  if (permId !== null && !books.orderRefByPermId.has(permId)) {
    books.orderRefByPermId.set(permId, orderRef);
  }
  if (orderId === 0 || order.status === 'DENIED') return;
  const wireId = wireIdOf(clientId, orderId);
  if (!books.orderRefByWireId.has(wireId)) books.orderRefByWireId.set(wireId, orderRef);
  if (!external && !books.orderRefByOrderId.has(orderId)) {
    books.orderRefByOrderId.set(orderId, orderRef);
  }
}

/** Holds a fill that positions and cash count already. */
export function holdFill(books: TradingBooks, execution: Execution): void {
  addToFills(books, execution, 1);
  books.executions.set(execution.execId, execution);
  listExecution(books, execution);
  books.latestExecution.set(executionFamily(execution.execId).family, execution.execId);
}

function listExecution(books: TradingBooks, { orderRef, execId }: Execution): void {
  const listed = books.execIdsOf.get(orderRef);
  if (listed === undefined) books.execIdsOf.set(orderRef, [execId]);
  else listed.push(execId);
}

function unlistExecution(books: TradingBooks, { orderRef, execId }: Execution): void {
  const listed = books.execIdsOf.get(orderRef) ?? [];
  books.execIdsOf.set(
    orderRef,
    listed.filter((each) => each !== execId),
  );
}

/** The order and those whose share in the exposure depends on it: the parts of its bracket. */
function familyOf(books: TradingBooks, order: Order): readonly Order[] {
  const entryRef = order.role === 'entry' ? order.orderRef : (order.entryRef ?? null);
  if (entryRef === null) return [order];
  const refs = [entryRef, ...(books.exitsOf.get(entryRef) ?? [])];
  return refs.flatMap((ref) => books.orders.get(ref) ?? []);
}

/**
 * What of an order counts as working, in units. An exit of a bracket is held by the broker until its entry has filled and
 * can close no more than that, and of the two that cancel each other only one can trade: the stop-loss stands for both.
 */
export function countedQuantity(books: TradingBooks, order: Order): number {
  const working = workingQuantity(order);
  if (working === 0 || typeof order.entryRef !== 'string') return working;
  const exits = books.exitsOf.get(order.entryRef) ?? [];
  const standsForBoth = exits.some((orderRef) => {
    const exit = books.orders.get(orderRef);
    return exit?.role === 'stop-loss' && orderRef !== order.orderRef && isOpen(exit.status);
  });
  if (standsForBoth) return 0;
  const entry = books.orders.get(order.entryRef);
  // One that is not held any more ended long ago: the broker has cut the exits to what it filled.
  return entry === undefined || !isOpen(entry.status)
    ? working
    : Math.min(working, entry.filledQuantity);
}

function countWorking(books: TradingBooks, order: Order): void {
  const before = books.counted.get(order.orderRef) ?? 0;
  const working = countedQuantity(books, order);
  if (working === before) return;
  if (working === 0) books.counted.delete(order.orderRef);
  else books.counted.set(order.orderRef, working);
  const exposure = exposureFor(books, order.instrumentId);
  const field = order.side === 'BUY' ? 'workingBuy' : 'workingSell';
  exposure[field] = tidyQuantity(exposure[field] + working - before);
}

function exposureFor(books: TradingBooks, instrumentId: InstrumentId): InstrumentExposure {
  let exposure = books.exposures.get(instrumentId);
  if (exposure === undefined) {
    exposure = { ...noExposure };
    books.exposures.set(instrumentId, exposure);
  }
  return exposure;
}

function ledgerFor(books: TradingBooks, instrumentId: InstrumentId): PositionLedger {
  let ledger = books.ledgers.get(instrumentId);
  if (ledger === undefined) {
    ledger = openLedger(instrumentId);
    const instrument = books.instruments.get(instrumentId);
    if (instrument !== undefined) nameLedger(ledger, instrument);
    books.ledgers.set(instrumentId, ledger);
  }
  return ledger;
}

function nameInstrument(books: TradingBooks, instrument: LedgerInstrument): void {
  const { instrumentId, displaySymbol, currency, multiplier } = instrument;
  const named = { instrumentId, displaySymbol, currency, multiplier };
  books.instruments.set(instrumentId, named);
  const ledger = books.ledgers.get(instrumentId);
  if (ledger !== undefined) nameLedger(ledger, named);
}

function applyExecution(
  books: TradingBooks,
  execution: Execution,
  corrects: string | null,
  at: string,
): void {
  const ledger = ledgerFor(books, execution.instrumentId);
  const replaced = corrects === null ? undefined : books.executions.get(corrects);
  if (replaced === undefined) {
    addFill(ledger, execution);
  } else {
    books.executions.delete(replaced.execId);
    unlistExecution(books, replaced);
    correctFill(ledger, replaced, execution);
    addToFills(books, replaced, -1);
    bookFill(books.cash, replaced, -1, at);
  }
  bookFill(books.cash, execution, 1, at);
  holdFill(books, execution);
  books.waitingCommissions.delete(execution.execId);
  books.filledAt.set(execution.instrumentId, at);
  exposureFor(books, execution.instrumentId).position = ledger.quantity;
}

function addToFills(books: TradingBooks, execution: Execution, sign: 1 | -1): void {
  let fills = books.fills.get(execution.orderRef);
  if (fills === undefined) {
    fills = { quantity: 0, value: 0 };
    books.fills.set(execution.orderRef, fills);
  }
  fills.quantity = tidyQuantity(fills.quantity + sign * execution.quantity);
  fills.value += sign * execution.quantity * execution.price;
}

function applyCommission(books: TradingBooks, commission: Commission, at: string): void {
  const execution = books.executions.get(commission.execId);
  if (execution === undefined) {
    books.waitingCommissions.set(commission.execId, commission);
    return;
  }
  const ledger = ledgerFor(books, execution.instrumentId);
  removeCommission(ledger, execution.commissionCurrency, execution.commissionMicros);
  addCommission(ledger, commission.currency, commission.commissionMicros);
  bookCommission(books.cash, execution, commission, at);
  books.executions.set(execution.execId, {
    ...execution,
    commissionMicros: commission.commissionMicros,
    commissionCurrency: commission.currency,
    brokerRealizedPnlMicros: commission.brokerRealizedPnlMicros,
  });
}

function applyAdoption(books: TradingBooks, position: Position): void {
  const ledger = ledgerFor(books, position.instrumentId);
  adoptPosition(ledger, position);
  exposureFor(books, position.instrumentId).position = ledger.quantity;
  books.breaks = books.breaks.filter(
    ({ kind, instrumentId }) => kind !== 'position' || instrumentId !== position.instrumentId,
  );
}

function applyCash(books: TradingBooks, { accountId, balances }: FactBody<'cash.adopted'>): void {
  adoptCash(books.cash, balances);
  const taken = new Set(balances.map(({ currency }) => cashBreakId(accountId, currency)));
  books.breaks = books.breaks.filter(({ breakId }) => !taken.has(breakId));
}

/** One cash figure, one break, whenever it is looked at. */
export function cashBreakId(accountId: AccountId, currency: string): string {
  return `cash:${accountId}:${currency}`;
}
