import type { BrokerSnapshot } from '#shared/domain/broker-word.ts';
import type { Clock, Timer } from '#shared/domain/ports.ts';

import type { Outbox } from './outbox.ts';
import type { RequestIds } from './request-ids.ts';
import { SnapshotCollector, type HeardSoFar, type SnapshotSection } from './snapshot.ts';

const summaryTags = [
  'NetLiquidation',
  'TotalCashValue',
  'SettledCash',
  'EquityWithLoanValue',
  'GrossPositionValue',
  'BuyingPower',
  'InitMarginReq',
  'MaintMarginReq',
  'AvailableFunds',
  'ExcessLiquidity',
  'Cushion',
  // Cash and what it is worth, for each currency by itself.
  '$LEDGER:ALL',
] as const;

/** Parts whose end names no request: an end may belong to a round that was given up. */
const unnamedSections = ['open orders', 'completed orders', 'positions'] as const;
type UnnamedSection = (typeof unnamedSections)[number];

export interface ReconciliationSurroundings {
  clock: Clock;
  outbox: Outbox;
  requestIds: RequestIds;
  /** For the whole round. */
  snapshotMs: number;
  /** For executions once everything else has ended. */
  executionsMs: number;
  accountIds(): readonly string[];
  /** Smallest order id not used yet. */
  nextOrderId(): number;
  onSnapshot(snapshot: BrokerSnapshot): void;
  onIncomplete(missing: readonly SnapshotSection[]): void;
}

/** Asks the broker for everything it knows and gathers the answers, with a deadline where it may never end. */
export class Reconciliation {
  readonly #around: ReconciliationSurroundings;
  #collector: SnapshotCollector | null = null;
  /** The account summary stays subscribed after its end; this is the one whose words count. */
  #summaryRequestId: number | null = null;
  /** The snapshot that waits to be accepted. It lists the whole day, so it is held no longer than that. */
  #latest: BrokerSnapshot | null = null;
  /** Ends that are still to come for rounds that were given up; what comes before them belongs to those. */
  readonly #overdue: Record<UnnamedSection, number> = {
    'open orders': 0,
    'completed orders': 0,
    positions: 0,
  };
  /** Tells whether the ended orders need not be asked for; null once they were, or need not be. */
  #explains: ((heard: HeardSoFar) => boolean) | null = null;
  #deadline: Timer | null = null;
  #executionsDeadline: Timer | null = null;

  /** Whether the positions of the last round are still told as they change. */
  #followsPositions = false;

  constructor(surroundings: ReconciliationSurroundings) {
    this.#around = surroundings;
  }

  /** What is being gathered; null when nothing is. */
  get collector(): SnapshotCollector | null {
    return this.#collector;
  }

  get isUnderWay(): boolean {
    return this.#collector !== null;
  }

  /** Lets go of the snapshot that the desk accepts; false for any but the one that waits. */
  accept(snapshot: BrokerSnapshot): boolean {
    if (snapshot !== this.#latest) return false;
    this.#latest = null;
    return true;
  }

  /** Whether a snapshot waits to be accepted. */
  get isAwaited(): boolean {
    return this.#latest !== null;
  }

  isSummary(requestId: number): boolean {
    return requestId === this.#summaryRequestId;
  }

  /**
   * A new round; one that was under way is given up.
   *
   * @param explains asked once open orders and executions have come: whether they account for everything, so that the list
   * of ended orders is not asked for. It is the whole day's and grows with it, and all that is told meanwhile waits behind
   * it. Without it everything is asked for.
   */
  start(explains?: (heard: HeardSoFar) => boolean): void {
    this.abandon();
    this.#explains = explains ?? null;
    const { clock, outbox, requestIds, snapshotMs } = this.#around;
    const collector = new SnapshotCollector(
      requestIds.next(),
      requestIds.next(),
      new Date(clock.now()).toISOString(),
    );
    const { executionsRequestId, summaryRequestId } = collector;
    const previousSummary = this.#summaryRequestId;
    this.#collector = collector;
    this.#summaryRequestId = summaryRequestId;
    if (previousSummary !== null) {
      outbox.send('account', (session) => session.cancelAccountSummary(previousSummary));
    }
    outbox.send('account', (session) => session.requestOpenOrders());
    if (explains === undefined) this.#askForEndedOrders();
    outbox.send('account', (session) => session.requestExecutions(executionsRequestId));
    if (this.#followsPositions) {
      outbox.send('account', (session) => session.cancelPositions());
    }
    outbox.send('account', (session) => session.requestPositions());
    outbox.send('account', (session) =>
      session.requestAccountSummary(summaryRequestId, summaryTags),
    );
    this.#deadline = clock.after(snapshotMs, () => this.#deliver());
  }

  /** Gives up the round that is under way; what it has asked will still be answered. */
  abandon(): void {
    for (const section of unnamedSections) {
      if (section === 'completed orders' && this.#explains !== null) continue;
      if (this.#collector?.outstanding.includes(section) === true) this.#overdue[section] += 1;
    }
    this.#end();
    this.#latest = null;
  }

  /** The connection is gone, and the subscriptions with it. */
  drop(): void {
    this.#end();
    this.#latest = null;
    this.#summaryRequestId = null;
    this.#followsPositions = false;
    this.#forgiveOverdue();
  }

  end(section: UnnamedSection): void {
    if (this.#overdue[section] > 0) {
      this.#overdue[section] -= 1;
      return;
    }
    this.#collector?.end(section);
    this.#deliverWhenDone();
  }

  /** The same end will come for a question of another kind, before that of this round. */
  expectOtherEnd(section: UnnamedSection): void {
    this.#overdue[section] += 1;
  }

  /** The gateway will not answer this part of the round. */
  refuse(section: UnnamedSection): void {
    this.#overdue[section] = 0;
    this.#collector?.refuse(section);
    this.#deliverWhenDone();
  }

  onExecutionsEnd(requestId: number): void {
    if (requestId === this.#collector?.executionsRequestId) this.#endNamed('executions');
  }

  onSummaryEnd(requestId: number): void {
    if (requestId === this.#collector?.summaryRequestId) this.#endNamed('account values');
  }

  /** True when the error was about one of this round's questions. */
  onError(requestId: number): boolean {
    const collector = this.#collector;
    if (collector === null) return false;
    if (requestId === collector.executionsRequestId) collector.refuse('executions');
    else if (requestId === collector.summaryRequestId) collector.refuse('account values');
    else return false;
    this.#deliverWhenDone();
    return true;
  }

  #askForEndedOrders(): void {
    this.#explains = null;
    this.#around.outbox.send('account', (session) => session.requestCompletedOrders());
  }

  /** What could not be told in full explains nothing. */
  #considerEndedOrders(collector: SnapshotCollector): void {
    const explains = this.#explains;
    if (explains === null) return;
    const { outstanding } = collector;
    if (outstanding.includes('open orders') || outstanding.includes('executions')) return;
    const heard = collector.heard();
    if (heard === null || !explains(heard)) return this.#askForEndedOrders();
    this.#explains = null;
    collector.end('completed orders');
  }

  #deliverWhenDone(): void {
    if (this.#collector === null) return;
    this.#considerEndedOrders(this.#collector);
    const { outstanding } = this.#collector;
    const waited = outstanding.filter(
      (section) => section !== 'completed orders' || this.#explains === null,
    );
    if (waited.length === 0) {
      this.#deliver();
    } else if (
      waited.every((section) => section === 'executions') &&
      this.#executionsDeadline === null
    ) {
      this.#waitForExecutions(() => this.#goOnWithoutExecutions());
    }
  }

  #waitForExecutions(then: () => void): void {
    const { clock, executionsMs } = this.#around;
    this.#executionsDeadline = clock.after(executionsMs, then);
  }

  /** They may never end; the ended orders, where they were not asked for yet, are waited for as long once more. */
  #goOnWithoutExecutions(): void {
    if (this.#explains === null) return this.#deliver();
    this.#askForEndedOrders();
    this.#waitForExecutions(() => this.#deliver());
  }

  #endNamed(section: SnapshotSection): void {
    this.#collector?.end(section);
    this.#deliverWhenDone();
  }

  #deliver(): void {
    const collector = this.#collector;
    if (collector === null) return;
    const around = this.#around;
    // What has not come by now, this round's or an earlier one's, is taken never to come; else the next round would
    // wait for it too, and every one after that.
    if (collector.outstanding.length > 0) this.#forgiveOverdue();
    this.#end();
    // Of one account the account updates go on telling what is held; of several nothing else does.
    this.#followsPositions = around.accountIds().length > 1;
    if (!this.#followsPositions) {
      around.outbox.send('account', (session) => session.cancelPositions());
    }
    if (collector.missing.length > 0) around.onIncomplete(collector.missing);
    const snapshot = collector.build(around.accountIds(), around.nextOrderId());
    this.#latest = snapshot;
    around.onSnapshot(snapshot);
  }

  #end(): void {
    this.#collector = null;
    this.#explains = null;
    this.#deadline?.cancel();
    this.#deadline = null;
    this.#executionsDeadline?.cancel();
    this.#executionsDeadline = null;
  }

  #forgiveOverdue(): void {
    for (const section of unnamedSections) this.#overdue[section] = 0;
  }
}
