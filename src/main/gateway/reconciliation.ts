import type { BrokerSnapshot } from '#shared/domain/broker-word.ts';
import type { Clock, Timer } from '#shared/domain/ports.ts';

import type { Outbox } from './outbox.ts';
import type { RequestIds } from './request-ids.ts';
import { SnapshotCollector, type SnapshotSection } from './snapshot.ts';

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
] as const;

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
  #deadline: Timer | null = null;
  #executionsDeadline: Timer | null = null;

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

  isSummary(requestId: number): boolean {
    return requestId === this.#summaryRequestId;
  }

  /** A new round; one that was under way is given up. */
  start(): void {
    this.abandon();
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
    outbox.send('account', (session) => session.requestCompletedOrders());
    outbox.send('account', (session) => session.requestExecutions(executionsRequestId));
    outbox.send('account', (session) => session.requestPositions());
    outbox.send('account', (session) =>
      session.requestAccountSummary(summaryRequestId, summaryTags),
    );
    this.#deadline = clock.after(snapshotMs, () => this.#deliver());
  }

  abandon(): void {
    this.#collector = null;
    this.#deadline?.cancel();
    this.#deadline = null;
    this.#executionsDeadline?.cancel();
    this.#executionsDeadline = null;
  }

  /** The connection is gone, and the subscriptions with it. */
  drop(): void {
    this.abandon();
    this.#summaryRequestId = null;
  }

  end(section: SnapshotSection): void {
    this.#collector?.end(section);
    this.#deliverWhenDone();
  }

  /** The gateway will not answer this part of the round. */
  refuse(section: SnapshotSection): void {
    this.#collector?.refuse(section);
    this.#deliverWhenDone();
  }

  onExecutionsEnd(requestId: number): void {
    if (requestId === this.#collector?.executionsRequestId) this.end('executions');
  }

  onSummaryEnd(requestId: number): void {
    if (requestId === this.#collector?.summaryRequestId) this.end('account values');
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

  #deliverWhenDone(): void {
    if (this.#collector === null) return;
    const { outstanding } = this.#collector;
    if (outstanding.length === 0) {
      this.#deliver();
    } else if (
      outstanding.every((section) => section === 'executions') &&
      this.#executionsDeadline === null
    ) {
      const { clock, executionsMs } = this.#around;
      this.#executionsDeadline = clock.after(executionsMs, () => this.#deliver());
    }
  }

  #deliver(): void {
    const collector = this.#collector;
    if (collector === null) return;
    const around = this.#around;
    this.abandon();
    around.outbox.send('account', (session) => session.cancelPositions());
    if (collector.missing.length > 0) around.onIncomplete(collector.missing);
    around.onSnapshot(collector.build(around.accountIds(), around.nextOrderId()));
  }
}
