import type {
  BrokerCommission,
  BrokerExecution,
  BrokerOrder,
  BrokerPosition,
  BrokerSnapshot,
} from '#shared/domain/broker-word.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { AccountId } from '#shared/domain/gateway.ts';
import { signedQuantity, type Order } from '#shared/domain/order.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import { adoptedPosition, tidyQuantity } from '#shared/domain/position.ts';
import type { LedgerInstrument } from '#shared/domain/position-ledger.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';

import type { OrderFills, Reconciliation, TradingBooks } from './books.ts';
import { exposureOf } from './books.ts';
import { brokerCash, compareCash } from './compare-cash.ts';
import {
  decideCommission,
  executionReceived,
  isNewExecution,
  replacedExecution,
  unseenFigures,
} from './decide-broker-word.ts';
import { executionFamily } from './execution-family.ts';
import { externalOrder, externalOrderOfExecution, externalRef } from './external-order.ts';
import { externalSeen, orderChanged } from './facts.ts';
import { isForgotten, orderIn } from './recall.ts';
import {
  awaitingExecution,
  fillsWith,
  findOrder,
  newsOfFigures,
  newsOfStatus,
  settleOrder,
  type OrderNews,
} from './settle-order.ts';

export interface ReconciliationDecision {
  facts: readonly NewFact[];
  breaks: readonly Break[];
}

/**
 * How long an order may wait for the disk and the pacer before it is on the wire, in milliseconds. What changed later
 * than this before the snapshot was asked for may be missing from it.
 */
const onTheWireWithinMs = 5000;

/**
 * Compares the broker's snapshot with the books. Adds the executions and commissions that were missed, gives orders the
 * state the broker says they are in, and reports what differs. Changes nothing itself.
 *
 * - The first reconciliation of a desk adopts the broker's positions; later ones report a difference as a break.
 * - An order that a complete snapshot does not mention becomes or stays UNKNOWN, with a break: it is never sent again
 *   and never assumed rejected. Of an external one it means that it has ended.
 * - What the books changed since shortly before the snapshot was asked for is judged the next time, but for ends and fills:
 *   those are true whenever they were said.
 * - The last fact is `reconciliation.completed`; there is none where nothing is different from the last time on
 *   this connection.
 */
export function decideReconciliation(
  books: TradingBooks,
  snapshot: BrokerSnapshot,
  /** Now, ISO-8601 UTC. */
  at: string,
): ReconciliationDecision {
  const round = new Round(books, snapshot, at);
  return round.decide();
}

/** What the books heard at this time or later, ISO-8601, the snapshot may not have in it. */
export function settledBefore({ requestedAt }: Pick<BrokerSnapshot, 'requestedAt'>): string {
  return new Date(Date.parse(requestedAt) - onTheWireWithinMs).toISOString();
}

/** What the snapshot says about one order. */
interface OrderSaid {
  order: Order | undefined;
  open: BrokerOrder | undefined;
  completed: BrokerOrder | undefined;
  executions: BrokerExecution[];
  fills: OrderFills | undefined;
}

class Round {
  readonly #books: TradingBooks;
  readonly #snapshot: BrokerSnapshot;
  /** Before it is on record, the desk's account is the first that the gateway names. */
  readonly #accountId: AccountId | null;
  readonly #at: string;
  readonly #settledBefore: string;
  readonly #said = new Map<string, OrderSaid>();
  readonly #commissions: ReadonlyMap<string, BrokerCommission>;
  readonly #externals: NewFact[] = [];
  readonly #executions: NewFact[] = [];
  readonly #changes: NewFact[] = [];
  readonly #breaks: Break[] = [];
  readonly #cash: NewFact[] = [];
  /** Signed, by instrument: what the new executions add to the desk's positions. */
  readonly #missed = new Map<number, number>();
  #unknownOrders: number;

  constructor(books: TradingBooks, snapshot: BrokerSnapshot, at: string) {
    this.#books = books;
    this.#snapshot = snapshot;
    this.#accountId = books.accountId ?? snapshot.accountIds[0] ?? null;
    this.#at = at;
    this.#settledBefore = settledBefore(snapshot);
    this.#commissions = new Map(snapshot.commissions.map((each) => [each.execId, each]));
    this.#unknownOrders = books.unknownOrders;
  }

  decide(): ReconciliationDecision {
    for (const word of this.#snapshot.completedOrders) this.#hear(word, 'completed');
    for (const word of this.#snapshot.openOrders) this.#hear(word, 'open');
    for (const execution of this.#newExecutions()) this.#count(execution);
    for (const orderRef of this.#books.openOrders) this.#saidOf(orderRef);
    for (const [orderRef, said] of this.#said) this.#judge(orderRef, said);
    const adopted = this.#comparePositions();
    this.#compareExecutions();
    const commissions = this.#missedCommissions();
    this.#compareCash(commissions.length > 0);
    const facts = [
      ...this.#externals,
      ...this.#executions,
      ...commissions,
      ...this.#changes,
      ...adopted,
      ...this.#cash,
    ];
    const body: Reconciliation = {
      openOrders: this.#snapshot.openOrders.filter((word) => !this.#isForeign(word)).length,
      executionsAdded: this.#executions.length,
      unknownOrders: this.#unknownOrders,
      breaks: this.#breaks,
      complete: this.#snapshot.complete,
    };
    if (facts.length > 0 || !sameReconciliation(this.#books.lastReconciliation, body)) {
      facts.push({ kind: 'reconciliation.completed', by: 'desk', body });
    }
    return { facts, breaks: this.#breaks };
  }

  #isForeign({ accountId }: { accountId: string }): boolean {
    return this.#accountId !== null && accountId !== '' && accountId !== this.#accountId;
  }

  #saidOf(orderRef: string): OrderSaid {
    let said = this.#said.get(orderRef);
    if (said === undefined) {
      said = {
        order: orderIn(this.#books, orderRef),
        open: undefined,
        completed: undefined,
        executions: [],
        fills: this.#books.fills.get(orderRef),
      };
      this.#said.set(orderRef, said);
    }
    return said;
  }

  #hear(word: BrokerOrder, list: 'open' | 'completed'): void {
    if (this.#isForeign(word)) return;
    // What was forgotten had ended, and its end was compared then.
    if (list === 'completed' && isForgotten(this.#books, word.permId)) return;
    const found = findOrder(this.#books, word);
    // Without a permId an order that is not the desk's cannot be told from others.
    if (found === undefined && word.permId <= 0) return;
    this.#saidOf(found?.orderRef ?? externalRef(word.permId))[list] = word;
  }

  /** The latest word on each execution that the books do not have, in the order they traded. */
  #newExecutions(): BrokerExecution[] {
    const latest = new Map<string, { revision: number; execution: BrokerExecution }>();
    for (const execution of this.#snapshot.executions) {
      if (this.#isForeign(execution) || !isNewExecution(this.#books, execution.execId)) continue;
      const { family, revision } = executionFamily(execution.execId);
      const known = latest.get(family);
      if (known === undefined || revision > known.revision) {
        latest.set(family, { revision, execution });
      }
    }
    return [...latest.values()]
      .map((each) => each.execution)
      .toSorted((a, b) => (a.executedAt < b.executedAt ? -1 : a.executedAt > b.executedAt ? 1 : 0));
  }

  #count(word: BrokerExecution): void {
    const replaced = replacedExecution(this.#books, word.execId);
    const orderRef =
      findOrder(this.#books, word)?.orderRef ?? replaced?.orderRef ?? externalRef(word.permId);
    const received = executionReceived(this.#books, word, orderRef);
    const commission = this.#commissions.get(word.execId);
    if (commission !== undefined) {
      received.body.execution.commissionMicros = commission.commissionMicros;
      received.body.execution.commissionCurrency = commission.currency;
      received.body.execution.brokerRealizedPnlMicros = commission.realizedPnlMicros;
    }
    this.#executions.push(received);
    const said = this.#saidOf(orderRef);
    said.fills = fillsWith(said.fills, word, replaced);
    said.executions.push(word);
    const added =
      signedQuantity(word.side, word.quantity) -
      (replaced === undefined ? 0 : signedQuantity(replaced.side, replaced.quantity));
    this.#missed.set(word.instrumentId, (this.#missed.get(word.instrumentId) ?? 0) + added);
  }

  /** Commissions of executions the books have, or have not heard of; those of the new executions came with them. */
  #missedCommissions(): readonly NewFact[] {
    const listed = new Set(this.#snapshot.executions.map((each) => each.execId));
    return [...this.#commissions.values()]
      .filter(({ execId }) => !listed.has(execId) || this.#books.executions.has(execId))
      .flatMap((commission) => decideCommission(this.#books, commission));
  }

  #judge(orderRef: string, said: OrderSaid): void {
    const { order } = said;
    if (order === undefined) {
      const seen = this.#seenExternal(said);
      if (seen === undefined) return;
      if (seen.status === 'UNKNOWN') this.#unknownOrders += 1;
      this.#externals.push(externalSeen({ ...seen, orderRef }));
      return;
    }
    const next = settleOrder(order, this.#newsOf(order, said), this.#at);
    if (next !== null) {
      this.#changes.push(orderChanged(next, 'reconciliation'));
      if (order.status === 'UNKNOWN') this.#unknownOrders -= 1;
      if (next.status === 'UNKNOWN') this.#unknownOrders += 1;
    }
    this.#compareOrder(next ?? order, said);
  }

  #seenExternal({ open, completed, executions, fills }: OrderSaid): Order | undefined {
    if (completed !== undefined) {
      const seen = externalOrder(completed, fills, this.#at);
      return settleOrder(seen, this.#newsOfEnd(seen, completed, fills), this.#at) ?? seen;
    }
    if (open !== undefined) return externalOrder(open, fills, this.#at);
    const [execution] = executions;
    if (execution === undefined || fills === undefined || execution.permId <= 0) return undefined;
    const seen = externalOrderOfExecution(execution, fills, this.#at);
    if (!this.#snapshot.complete) return seen;
    return settleOrder(seen, { events: ['filled'] }, this.#at) ?? seen;
  }

  /** Whether the books changed the order so late that the snapshot may not have seen it. */
  #isRecent(order: Order): boolean {
    return this.#mayBeMissing(order.updatedAt);
  }

  /**
   * Whether what was heard then may have come too late for the snapshot. A time that is yet to come is of before the
   * machine's clock was set back, and would stay recent for as long as that was: it is not taken for recent.
   */
  #mayBeMissing(heardAt: string): boolean {
    return heardAt >= this.#settledBefore && heardAt <= this.#at;
  }

  #newsOf(order: Order, { open, completed, executions, fills }: OrderSaid): OrderNews {
    const counted: OrderNews =
      executions.length > 0 && fills !== undefined ? { fills, ...unseenFigures(order, fills) } : {};
    const ended = completed ?? (open !== undefined && !isLive(open) ? open : undefined);
    if (ended !== undefined) return { ...counted, ...this.#newsOfEnd(order, ended, fills) };
    if (open !== undefined) return { ...counted, ...this.#newsOfOpen(order, open, fills) };
    return { ...counted, ...this.#newsOfAbsence(order, fills) };
  }

  /** The broker says that the order has ended: true whenever it was said. */
  #newsOfEnd(order: Order, word: BrokerOrder, fills: OrderFills | undefined): OrderNews {
    if (!isOpen(order.status)) return {};
    const news = newsOfStatus(order, fills, word.brokerStatus, word.filledQuantity);
    const base = { pendingChange: null, permId: word.permId };
    const said = word.filledQuantity ?? (word.brokerStatus === 'Filled' ? order.quantity : 0);
    const missing = said > (fills?.quantity ?? 0);
    if (word.brokerStatus === 'Filled' && said === 0 && fills !== undefined) {
      const reason = 'It filled, and the venue has taken its fills back.';
      return { ...news, ...base, events: ['filled'], filledQuantity: fills.quantity, reason };
    }
    // Executions of an earlier day cannot be asked for again. Of an order whose fate was unknown, or that has
    // waited for them since before the snapshot, the broker's sum is then all there is to know.
    const waited = order.reason === awaitingExecution && !this.#isRecent(order);
    if (missing && this.#snapshot.complete && (order.status === 'UNKNOWN' || waited)) {
      return {
        ...news,
        ...base,
        events: word.brokerStatus === 'Filled' ? ['filled'] : (news.events ?? []),
        filledQuantity: said,
        reason: `The broker says ${said} of it filled; it does not list the executions any more.`,
      };
    }
    // What TWS adds to a filled order is its size, not a reason.
    const says = word.brokerStatus === 'Filled' ? null : word.reason;
    return says === null ? { ...news, ...base } : { ...news, ...base, reason: says };
  }

  #newsOfOpen(order: Order, word: BrokerOrder, fills: OrderFills | undefined): OrderNews {
    const late = this.#isRecent(order) && order.status !== 'UNKNOWN';
    if (late || !isOpen(order.status)) return { permId: word.permId };
    const status = newsOfStatus(order, fills, word.brokerStatus, word.filledQuantity);
    // What was asked for long before the snapshot, or on a connection that is gone, has arrived or never will.
    const figures = newsOfFigures(order, word);
    const news: OrderNews = { ...figures, pendingChange: null, ...status, permId: word.permId };
    const lost = order.pendingChange !== null && figures.pendingChange === undefined;
    if (lost)
      return {
        reason: 'The broker shows the order without the change that was asked for.',
        ...news,
      };
    return word.reason === null || news.reason !== undefined
      ? news
      : { ...news, reason: word.reason };
  }

  #newsOfAbsence(order: Order, fills: OrderFills | undefined): OrderNews {
    if (!isOpen(order.status) || !this.#snapshot.complete) return {};
    if (order.external) {
      if (this.#isRecent(order) && order.status !== 'UNKNOWN') return {};
      const whole = fills !== undefined && fills.quantity >= order.quantity;
      return whole
        ? { events: ['filled'] }
        : { events: ['cancelled'], reason: 'The broker does not list it any more.' };
    }
    if (order.status === 'UNKNOWN' || this.#isRecent(order)) return {};
    return {
      events: ['link-lost'],
      reason: 'The broker does not list it, neither as open nor as ended.',
    };
  }

  /** Reports where the order as it stands after this round differs from what the broker says of it. */
  #compareOrder(order: Order, { open, completed, fills }: OrderSaid): void {
    const about = {
      breakId: `order:${order.orderRef}`,
      subject: `Order ${order.side} ${order.quantity} ${order.displaySymbol} (${order.orderRef})`,
      instrumentId: order.instrumentId,
      orderRef: order.orderRef,
      acceptable: false,
    };
    if (order.status === 'UNKNOWN' && open === undefined && completed === undefined) {
      if (this.#snapshot.complete) {
        this.#breaks.push({ ...about, kind: 'order', desk: 'UNKNOWN', broker: 'not listed' });
      } else {
        this.#leaveOpen(about.breakId);
      }
      return;
    }
    const before = this.#books.orders.get(order.orderRef) ?? order;
    if (this.#isRecent(before) && before.status !== 'UNKNOWN') return;
    if (open !== undefined && completed === undefined && !isOpen(order.status) && isLive(open)) {
      this.#breaks.push({
        ...about,
        kind: 'order',
        desk: order.status,
        broker: open.brokerStatus,
      });
    }
    const said = completed?.filledQuantity ?? null;
    const counted = Math.max(order.filledQuantity, fills?.quantity ?? 0);
    if (said !== null && said > counted) {
      this.#breaks.push({
        ...about,
        breakId: `execution:${order.orderRef}`,
        kind: 'execution',
        subject: `Fills of order ${order.side} ${order.quantity} ${order.displaySymbol} (${order.orderRef})`,
        desk: `${counted} filled`,
        broker: `${said} filled`,
      });
    }
  }

  /** Adopts at the first reconciliation, reports afterwards. Zero where the broker's complete list does not name it. */
  #comparePositions(): NewFact[] {
    const held = new Map<number, BrokerPosition>();
    for (const position of this.#snapshot.positions) {
      if (!this.#isForeign(position)) held.set(position.instrument.instrumentId, position);
    }
    const adopted: NewFact[] = [];
    const instrumentIds = new Set([
      ...held.keys(),
      ...this.#books.ledgers.keys(),
      ...this.#missed.keys(),
    ]);
    for (const instrumentId of instrumentIds) {
      const position = held.get(instrumentId);
      const breakId = `position:${this.#accountId ?? ''}:${instrumentId}`;
      if (position === undefined && !this.#snapshot.complete) {
        this.#leaveOpen(breakId);
        continue;
      }
      const desk = tidyQuantity(
        exposureOf(this.#books, instrumentId).position + (this.#missed.get(instrumentId) ?? 0),
      );
      const broker = tidyQuantity(position?.quantity ?? 0);
      if (desk === broker) continue;
      if (!this.#books.everReconciled) {
        adopted.push(this.#firstAdoption(instrumentId));
        continue;
      }
      const filledAt = this.#books.filledAt.get(instrumentId);
      if (filledAt !== undefined && this.#mayBeMissing(filledAt)) {
        this.#leaveOpen(breakId);
        continue;
      }
      const name = position?.instrument.displaySymbol ?? this.#nameOf(instrumentId);
      this.#breaks.push({
        breakId,
        kind: 'position',
        subject: `Position in ${name}`,
        desk: `${desk}`,
        broker: `${broker}`,
        instrumentId,
        orderRef: null,
        acceptable: true,
      });
    }
    return adopted;
  }

  #firstAdoption(instrumentId: number): NewFact {
    const accountId = this.#accountId ?? '';
    const holding = brokerHolding(this.#books, this.#snapshot, accountId, instrumentId);
    const { instrument, quantity, averageCost } = holding;
    const { displaySymbol, currency, multiplier } = instrument;
    return {
      kind: 'position.adopted',
      by: 'desk',
      body: {
        position: adoptedPosition(
          { accountId: holding.accountId, instrumentId, displaySymbol, currency, multiplier },
          quantity,
          averageCost,
        ),
        reason: 'First reconciliation with the broker.',
      },
    };
  }

  /**
   * Fills of the desk that a complete list should name and does not: a list reaches back to its earliest fill of the
   * same client at least. What was taken back without a correction shows here.
   */
  #compareExecutions(): void {
    if (!this.#snapshot.complete) return;
    const { clientId } = this.#books;
    const listed = new Set<string>();
    let since: string | null = null;
    for (const execution of this.#snapshot.executions) {
      if (this.#isForeign(execution)) continue;
      listed.add(executionFamily(execution.execId).family);
      if (execution.clientId !== clientId) continue;
      if (since === null || execution.executedAt < since) since = execution.executedAt;
    }
    if (since === null) return;
    for (const execution of this.#books.executions.values()) {
      const { execId, executedAt, instrumentId, orderRef } = execution;
      if (executedAt < since || listed.has(executionFamily(execId).family)) continue;
      if (this.#books.orders.get(orderRef)?.clientId !== clientId) continue;
      const breakId = `execution:${execId}`;
      const heardAt = this.#books.filledAt.get(instrumentId);
      if (heardAt !== undefined && this.#mayBeMissing(heardAt)) {
        this.#leaveOpen(breakId);
        continue;
      }
      const { side, quantity, displaySymbol, price } = execution;
      this.#breaks.push({
        breakId,
        kind: 'execution',
        subject: `Fill ${execId} in ${displaySymbol}`,
        desk: `${side} ${quantity} at ${price}`,
        broker: 'not listed',
        instrumentId,
        orderRef,
        acceptable: false,
      });
    }
  }

  #compareCash(commissionsMissed: boolean): void {
    const accountId = this.#accountId ?? '';
    const { changedAt, balances } = this.#books.cash;
    const moving = changedAt !== null && this.#mayBeMissing(changedAt);
    const added = this.#executions.length > 0 || commissionsMissed;
    const compared =
      moving || (added && balances !== null)
        ? null
        : compareCash(
            this.#books,
            brokerCash(this.#snapshot.accountValues, accountId),
            accountId,
            this.#at,
          );
    if (compared === null) {
      for (const each of this.#books.breaks) if (each.kind === 'cash') this.#breaks.push(each);
      return;
    }
    this.#breaks.push(...compared.breaks);
    if (compared.adopted.length === 0) return;
    const reason =
      balances === null
        ? 'First reconciliation of cash with the broker.'
        : 'Nothing is left of the futures that settled through it.';
    this.#cash.push({
      kind: 'cash.adopted',
      by: 'desk',
      body: { accountId, balances: [...compared.adopted], reason },
    });
  }

  /** What this snapshot cannot judge stays as it was. */
  #leaveOpen(breakId: string): void {
    const before = this.#books.breaks.find((each) => each.breakId === breakId);
    if (before !== undefined) this.#breaks.push(before);
  }

  #nameOf(instrumentId: number): string {
    return nameOf(this.#books, instrumentId);
  }
}

function nameOf(books: TradingBooks, instrumentId: number): string {
  return books.instruments.get(instrumentId)?.displaySymbol ?? `of ${instrumentId}`;
}

/** Of the broker's position, what the desk takes over. */
type BrokerHolding = Omit<BrokerPosition, 'instrument'> & { instrument: LedgerInstrument };

/**
 * What the broker holds of an instrument. What its list leaves out is nothing held: worth nothing, so the terms of its
 * instrument can be missing.
 */
export function brokerHolding(
  books: TradingBooks,
  snapshot: Pick<BrokerSnapshot, 'positions'>,
  accountId: AccountId,
  instrumentId: number,
): BrokerHolding {
  const listed = snapshot.positions.find(
    (position) =>
      position.instrument.instrumentId === instrumentId &&
      (position.accountId === accountId || position.accountId === ''),
  );
  if (listed !== undefined) return listed;
  const named = books.instruments.get(instrumentId);
  return {
    accountId,
    instrument: {
      instrumentId,
      displaySymbol: nameOf(books, instrumentId),
      currency: named?.currency ?? '',
      multiplier: named?.multiplier ?? 1,
    },
    quantity: 0,
    averageCost: 0,
  };
}

const endedStatuses: ReadonlySet<BrokerOrder['brokerStatus']> = new Set([
  'ApiCancelled',
  'Cancelled',
  'Filled',
  'Inactive',
]);

function isLive(word: BrokerOrder): boolean {
  return !endedStatuses.has(word.brokerStatus);
}

function sameReconciliation(a: Reconciliation | null, b: Reconciliation): boolean {
  return (
    a !== null &&
    a.openOrders === b.openOrders &&
    a.executionsAdded === b.executionsAdded &&
    a.unknownOrders === b.unknownOrders &&
    a.complete === b.complete &&
    a.breaks.length === b.breaks.length &&
    a.breaks.every((each, index) => {
      const other = b.breaks[index];
      return (
        other !== undefined &&
        each.breakId === other.breakId &&
        each.desk === other.desk &&
        each.broker === other.broker
      );
    })
  );
}
