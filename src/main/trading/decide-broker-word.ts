import type {
  BrokerCommission,
  BrokerExecution,
  BrokerOrder,
  BrokerOrderError,
  BrokerOrderStatusUpdate,
  BrokerWord,
} from '#shared/domain/broker-word.ts';
import type { Execution } from '#shared/domain/execution.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { Order } from '#shared/domain/order.ts';
import { isOpen, type OrderEvent } from '#shared/domain/order-status.ts';

import { wireIdOf, type TradingBooks } from './books.ts';
import { executionFamily } from './execution-family.ts';
import { externalOrder, externalOrderOfExecution, externalRef } from './external-order.ts';
import { externalSeen, orderChanged } from './facts.ts';
import { executionIn, latestExecId, orderIn } from './recall.ts';
import {
  fillsWith,
  findOrder,
  newsOfFigures,
  newsOfStatus,
  settleOrder,
  unseenOrderType,
} from './settle-order.ts';

/** The words about orders and fills. The others are heard elsewhere: a snapshot by `decide-reconciliation.ts`. */
export type TradingWord = Extract<
  BrokerWord,
  { kind: 'open-order' | 'order-status' | 'order-error' | 'execution' | 'commission' }
>;

/**
 * What a word of the broker's adds to what the desk knows; nothing for a word it has heard before.
 * `at` is ISO-8601 UTC. Changes nothing itself.
 */
export function decideBrokerWord(
  books: TradingBooks,
  word: TradingWord,
  at: string,
): readonly NewFact[] {
  switch (word.kind) {
    case 'open-order':
      return decideOpenOrder(books, word.order, at);
    case 'order-status':
      return decideOrderStatus(books, word.update, at);
    case 'order-error':
      return decideOrderError(books, word.error, at);
    case 'execution':
      return decideExecution(books, word.execution, at);
    case 'commission':
      return decideCommission(books, word.commission);
  }
}

const nothing: readonly NewFact[] = [];

/** Words about another account of the same login are not the desk's affair. */
function isForeign(books: TradingBooks, accountId: string): boolean {
  return books.accountId !== null && accountId !== '' && accountId !== books.accountId;
}

function decideOpenOrder(books: TradingBooks, word: BrokerOrder, at: string): readonly NewFact[] {
  if (isForeign(books, word.accountId)) return nothing;
  const order = findOrder(books, word);
  if (order === undefined) {
    // Without a permId yet it cannot be told from others; the broker repeats the order once it has one.
    if (word.permId <= 0) return nothing;
    return [externalSeen(externalOrder(word, books.fills.get(externalRef(word.permId)), at))];
  }
  const figures = newsOfFigures(order, word);
  const status = newsOfStatus(
    { ...order, ...figures.figures },
    books.fills.get(order.orderRef),
    word.brokerStatus,
    word.filledQuantity,
  );
  const news = { ...figures, ...status, permId: word.permId };
  const next = settleOrder(order, word.reason === null ? news : withReason(news, word.reason), at);
  return next === null ? nothing : [orderChanged(next, 'open-order')];
}

function withReason<News extends { reason?: string | null }>(news: News, reason: string): News {
  return { ...news, reason: news.reason ?? reason };
}

const heldPrefix = 'Held by the broker: ';

function decideOrderStatus(
  books: TradingBooks,
  update: BrokerOrderStatusUpdate,
  at: string,
): readonly NewFact[] {
  const order = findOrder(books, { ...update, orderRef: null, instrumentId: null });
  if (order === undefined) return nothing;
  const news = newsOfStatus(
    order,
    books.fills.get(order.orderRef),
    update.brokerStatus,
    update.filledQuantity,
  );
  const next = settleOrder(
    order,
    { ...heldNews(order, update.whyHeld), ...news, permId: update.permId },
    at,
  );
  return next === null ? nothing : [orderChanged(next, 'order-status')];
}

function heldNews(order: Order, whyHeld: string | null): { reason?: string | null } {
  if (whyHeld !== null && whyHeld !== '') return { reason: `${heldPrefix}${whyHeld}.` };
  return order.reason?.startsWith(heldPrefix) === true ? { reason: null } : {};
}

/** Refusals of what was asked, not of the order: a modify that gets one leaves the order as it was. */
const validationCodes: ReadonlySet<number> = new Set([105, 110, 321]);

function decideOrderError(
  books: TradingBooks,
  error: BrokerOrderError,
  at: string,
): readonly NewFact[] {
  const order = orderOfError(books, error.orderId);
  // Nothing an error says changes that it filled, and the reason is why an order is in its status.
  if (order === undefined || order.status === 'FILLED') return nothing;
  const reason = sentenceOf(error.message) ?? order.reason;
  const effect = effectOn(order, error);
  // A second cancel of what has ended is answered too; that answer is not why it ended.
  if (effect === 'already-done' && !isOpen(order.status)) return nothing;
  if (effect === 'modify-refused') {
    return changed(settleOrder(order, { pendingChange: null, reason }, at));
  }
  return changed(settleOrder(order, { events: eventsOf(books, order, error, effect), reason }, at));
}

function changed(order: Order | null): readonly NewFact[] {
  return order === null ? nothing : [orderChanged(order, 'order-error')];
}

/** The same code refuses an order that is being placed and a modify of one that lives. */
function effectOn(order: Order, error: BrokerOrderError): BrokerOrderError['effect'] {
  const placing = order.status === 'SENDING';
  if (error.effect === 'modify-refused' && placing) return 'rejected';
  if (error.effect === 'rejected' && !placing && validationCodes.has(error.code)) {
    return 'modify-refused';
  }
  return error.effect;
}

/** An error names no client: it is about this connection's order of that id, else about the newest of another's. */
function orderOfError(books: TradingBooks, orderId: number): Order | undefined {
  const ofThisClient =
    books.clientId === null
      ? undefined
      : books.orderRefByWireId.get(wireIdOf(books.clientId, orderId));
  const orderRef = ofThisClient ?? books.orderRefByOrderId.get(orderId);
  return orderIn(books, orderRef);
}

function eventsOf(
  books: TradingBooks,
  order: Order,
  error: BrokerOrderError,
  effect: BrokerOrderError['effect'],
): readonly OrderEvent[] {
  switch (effect) {
    case 'rejected':
      return [order.filledQuantity > 0 ? 'cancelled' : 'rejected'];
    case 'cancelled':
      return ['cancelled'];
    // The broker's own word that it does not have the order: it is not working, so nothing is left to cancel.
    // Of another client's order it is no such word: that one may well be working.
    case 'unknown-order':
      return books.clientId === null || books.clientId === order.clientId
        ? ['cancelled']
        : ['cancel-refused'];
    // It had ended before. How, its own words say: the executions, or the state that the message names.
    case 'already-done':
      return [/state: *(?:Api)?Cancell?ed/i.test(error.message) ? 'cancelled' : 'cancel-refused'];
    case 'cancel-refused':
      return ['cancel-refused'];
    case 'informational':
    case 'modify-refused':
      return [];
  }
}

/** The broker's sentence without the words every such message starts with; null when it says no more than that. */
function sentenceOf(message: string): string | null {
  const text = message.replace(/^Order (?:cancell?ed|rejected) *- *reason: */i, '').trim();
  return text === '' ? null : text;
}

/** Whether an execution is news: not heard before, and not an older word than one already counted. */
export function isNewExecution(books: TradingBooks, execId: string): boolean {
  const { family, revision } = executionFamily(execId);
  const latest = latestExecId(books, family);
  return latest === undefined || revision > executionFamily(latest).revision;
}

/** The execution that `execId` corrects; undefined for a new one. */
export function replacedExecution(books: TradingBooks, execId: string): Execution | undefined {
  const latest = latestExecId(books, executionFamily(execId).family);
  return latest === undefined ? undefined : executionIn(books, latest);
}

/** The fact of an execution, with its commission where that came first or stands from what it corrects. */
export function executionReceived(
  books: TradingBooks,
  word: BrokerExecution,
  orderRef: string,
): Extract<NewFact, { kind: 'execution.received' }> {
  const replaced = replacedExecution(books, word.execId);
  const waiting = books.waitingCommissions.get(word.execId);
  const execution: Execution = {
    execId: word.execId,
    orderRef,
    permId: word.permId,
    accountId: word.accountId,
    instrumentId: word.instrumentId,
    displaySymbol: word.displaySymbol,
    side: word.side,
    quantity: word.quantity,
    price: word.price,
    executedAt: word.executedAt,
    commissionMicros: waiting?.commissionMicros ?? replaced?.commissionMicros ?? null,
    commissionCurrency: waiting?.currency ?? replaced?.commissionCurrency ?? null,
    brokerRealizedPnlMicros:
      waiting?.brokerRealizedPnlMicros ?? replaced?.brokerRealizedPnlMicros ?? null,
  };
  return {
    kind: 'execution.received',
    by: 'desk',
    body: {
      execution,
      corrects: replaced?.execId ?? null,
      ...(word.liquidation === undefined ? {} : { liquidation: word.liquidation }),
    },
  };
}

function decideExecution(
  books: TradingBooks,
  word: BrokerExecution,
  at: string,
): readonly NewFact[] {
  if (isForeign(books, word.accountId) || !isNewExecution(books, word.execId)) return nothing;
  const replaced = replacedExecution(books, word.execId);
  const order =
    findOrder(books, word) ??
    (replaced === undefined ? undefined : orderIn(books, replaced.orderRef));
  const orderRef = order?.orderRef ?? replaced?.orderRef ?? externalRef(word.permId);
  const received = executionReceived(books, word, orderRef);
  const fills = fillsWith(books.fills.get(orderRef), word, replaced);
  if (order === undefined) {
    // The fill counts even where nothing tells which order it was of.
    if (word.permId <= 0) return [received];
    return [externalSeen(externalOrderOfExecution(word, fills, at)), received];
  }
  const next = settleOrder(
    order,
    { fills, permId: word.permId, ...unseenFigures(order, fills) },
    at,
  );
  return next === null ? [received] : [received, orderChanged(next, 'execution')];
}

/** Of an order known by its executions alone, what has traded is all that is known to have been asked for. */
export function unseenFigures(order: Order, fills: { quantity: number }): { figures?: Order } {
  return order.orderType === unseenOrderType
    ? { figures: { ...order, quantity: fills.quantity } }
    : {};
}

/** The fact of a commission; nothing where it is known, or of an execution that was corrected since. */
export function decideCommission(books: TradingBooks, word: BrokerCommission): readonly NewFact[] {
  const { execId, commissionMicros, currency } = word;
  const execution = executionIn(books, execId);
  const brokerRealizedPnlMicros = word.realizedPnlMicros;
  if (execution === undefined) {
    const known = latestExecId(books, executionFamily(execId).family) !== undefined;
    const waiting = books.waitingCommissions.get(execId);
    // Of an execution that was corrected since: the correction has its own.
    if (known && !isNewExecution(books, execId)) return nothing;
    if (
      waiting?.commissionMicros === commissionMicros &&
      waiting.currency === currency &&
      waiting.brokerRealizedPnlMicros === brokerRealizedPnlMicros
    ) {
      return nothing;
    }
  } else if (
    execution.commissionMicros === commissionMicros &&
    execution.commissionCurrency === currency &&
    execution.brokerRealizedPnlMicros === brokerRealizedPnlMicros
  ) {
    return nothing;
  }
  return [
    {
      kind: 'commission.received',
      by: 'desk',
      body: { execId, commissionMicros, currency, brokerRealizedPnlMicros },
    },
  ];
}
