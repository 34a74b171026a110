import type {
  BrokerAccountValue,
  BrokerCommission,
  BrokerExecution,
  BrokerOrder,
  BrokerOrderStatusUpdate,
  BrokerPosition,
  BrokerSnapshot,
} from '#shared/domain/broker-word.ts';

/** The answers a snapshot is made of; each ends with a message of its own. */
export const snapshotSections = [
  'open orders',
  'completed orders',
  'executions',
  'positions',
  'account values',
] as const;
export type SnapshotSection = (typeof snapshotSections)[number];

/** What a round has heard before it knows whether it must ask for the orders that have ended. */
export type HeardSoFar = Pick<BrokerSnapshot, 'requestedAt' | 'openOrders' | 'executions'>;

/**
 * Gathers the gateway's answers to one round of questions. What comes unasked meanwhile counts too: of two words
 * about the same thing the later one stands.
 */
export class SnapshotCollector {
  /** Ids of the two questions that carry one; answers with another id belong to an earlier round. */
  readonly executionsRequestId: number;
  readonly summaryRequestId: number;
  readonly #open = new Map<string, BrokerOrder>();
  readonly #filled = new Map<string, number>();
  readonly #completed: BrokerOrder[] = [];
  readonly #executions = new Map<string, BrokerExecution>();
  readonly #commissions = new Map<string, BrokerCommission>();
  readonly #positions = new Map<string, BrokerPosition>();
  readonly #values = new Map<string, BrokerAccountValue>();
  readonly #outstanding = new Set<SnapshotSection>(snapshotSections);
  readonly #refused = new Set<SnapshotSection>();
  #damaged = false;

  readonly #requestedAt: string;

  /** @param requestedAt ISO-8601 UTC */
  constructor(executionsRequestId: number, summaryRequestId: number, requestedAt: string) {
    this.#requestedAt = requestedAt;
    this.executionsRequestId = executionsRequestId;
    this.summaryRequestId = summaryRequestId;
  }

  get outstanding(): readonly SnapshotSection[] {
    return [...this.#outstanding];
  }

  end(section: SnapshotSection): void {
    this.#outstanding.delete(section);
  }

  /** The gateway will not answer this part: nothing more is to be waited for, and the snapshot stays incomplete. */
  refuse(section: SnapshotSection): void {
    this.#refused.add(section);
    this.#outstanding.delete(section);
  }

  /** A message was lost meanwhile; it may have been one of these answers. */
  damage(): void {
    this.#damaged = true;
  }

  /** What has not come, or not to its end. */
  get missing(): readonly SnapshotSection[] {
    return [...this.#outstanding, ...this.#refused];
  }

  /** What has come of open orders and executions; null where one of the two has not come to its end. */
  heard(): HeardSoFar | null {
    if (this.missing.includes('open orders') || this.missing.includes('executions')) return null;
    return {
      requestedAt: this.#requestedAt,
      openOrders: [...this.#open.values()],
      executions: [...this.#executions.values()],
    };
  }

  addOpenOrder(order: BrokerOrder): void {
    this.#open.set(orderKey(order), order);
  }

  addOrderStatus(update: BrokerOrderStatusUpdate): void {
    this.#filled.set(orderKey(update), update.filledQuantity);
    const order = this.#open.get(orderKey(update));
    if (order !== undefined) {
      this.#open.set(orderKey(update), { ...order, brokerStatus: update.brokerStatus });
    }
  }

  addCompletedOrder(order: BrokerOrder): void {
    this.#completed.push(order);
  }

  addExecution(execution: BrokerExecution): void {
    this.#executions.set(execution.execId, execution);
  }

  addCommission(commission: BrokerCommission): void {
    this.#commissions.set(commission.execId, commission);
  }

  addPosition(position: BrokerPosition): void {
    this.#positions.set(`${position.accountId} ${position.instrument.instrumentId}`, position);
  }

  addAccountValue(value: BrokerAccountValue): void {
    this.#values.set(`${value.accountId} ${value.tag} ${value.currency}`, value);
  }

  /** What has come so far; complete only when every section has ended. */
  build(accountIds: readonly string[], nextOrderId: number): BrokerSnapshot {
    return {
      requestedAt: this.#requestedAt,
      accountIds,
      openOrders: [...this.#open.entries()].map(([key, order]) => ({
        ...order,
        filledQuantity: order.filledQuantity ?? this.#filled.get(key) ?? null,
      })),
      completedOrders: [...this.#completed],
      executions: [...this.#executions.values()],
      commissions: [...this.#commissions.values()],
      positions: [...this.#positions.values()],
      accountValues: [...this.#values.values()],
      nextOrderId,
      complete: !this.#damaged && this.missing.length === 0,
    };
  }
}

/** permId names an order for ever; before the broker has given one, the client's own id must do. */
function orderKey(order: { permId: number; clientId: number; orderId: number }): string {
  return order.permId > 0 ? `p${order.permId}` : `c${order.clientId}/${order.orderId}`;
}
