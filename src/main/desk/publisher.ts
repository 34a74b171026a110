import type {
  Activity,
  DeskStatus,
  PositionRow,
  WatchedInstrument,
} from '#shared/contract/topics.ts';
import type { Alert } from '#shared/domain/alert.ts';
import type { Execution } from '#shared/domain/execution.ts';
import { factSentence } from '#shared/domain/fact-sentence.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import type { Order } from '#shared/domain/order.ts';
import type { Proposal } from '#shared/domain/proposal.ts';
import type { Silence } from '#shared/domain/silence.ts';

import { proposalNow } from '../risk/proposals.ts';
import type { Forgotten } from '../trading/forget.ts';
import { positionRow, positionRows } from '../trading/position-rows.ts';
import { inForce, type DeskState } from './desk-state.ts';
import { createFeed } from './feed.ts';

export interface PublisherOptions {
  state: DeskState;
  /** Epoch ms. */
  now: () => number;
  mark(instrumentId: InstrumentId): number | null;
  status(): DeskStatus;
  quoteProblem(instrumentId: InstrumentId): string | null;
  nameOf(instrumentId: InstrumentId): string;
  /** The order, also where it is only recorded any more; null where there is none. */
  orderOf(orderRef: string): Order | null;
}

export type WatchedRow = WatchedInstrument & { instrumentId: number };

/** How many of the last facts a screen that opens is given for its activity strip. */
const activityKept = 200;

/** Tells the screens what the road has recorded. */
export class Publisher {
  readonly #options: PublisherOptions;
  #activity: Activity[] = [];
  readonly status = createFeed<DeskStatus>(() => [this.#options.status()]);
  readonly orders = createFeed<Order>(() => [...this.#options.state.books.orders.values()]);
  readonly executions = createFeed<Execution>(() => [
    ...this.#options.state.books.executions.values(),
  ]);
  readonly positions = createFeed<PositionRow>(() =>
    positionRows(this.#options.state.books, (instrumentId) => this.#options.mark(instrumentId)),
  );
  readonly alerts = createFeed<Alert>(() => [...this.#options.state.alerts.byId.values()]);
  readonly silences = createFeed<Silence>(() => [...this.#options.state.alerts.silences.values()]);
  readonly proposals = createFeed<Proposal>(() => this.#proposals());
  readonly activity = createFeed<Activity>(() => this.#activity);
  readonly watchlist = createFeed<WatchedRow>(() =>
    [...this.#options.state.watchlist].flatMap((instrumentId) => this.#watched(instrumentId) ?? []),
  );

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** Remembers facts of the journal for the activity strip, without telling anyone. */
  remember(facts: readonly Fact[]): void {
    this.#keep(facts.map((fact) => this.#activityOf(fact)));
  }

  #keep(activities: readonly Activity[]): void {
    this.#activity.push(...activities);
    if (this.#activity.length > 2 * activityKept)
      this.#activity = this.#activity.slice(-activityKept);
  }

  publish(facts: readonly Fact[]): void {
    const orders = new Set<string>();
    const executions = new Set<string>();
    const positions = new Set<InstrumentId>();
    let statusTouched = false;
    let proposalsTouched = false;
    for (const fact of facts) {
      switch (fact.kind) {
        case 'order.intended':
        case 'order.denied':
        case 'order.changed':
        case 'order.external-seen':
          orders.add(fact.body.order.orderRef);
          break;
        case 'order.modify-intended':
        case 'order.cancel-intended':
          orders.add(fact.body.orderRef);
          break;
        case 'execution.received':
          if (fact.body.corrects !== null) this.executions.remove(fact.body.corrects);
          executions.add(fact.body.execution.execId);
          positions.add(fact.body.execution.instrumentId);
          break;
        case 'commission.received': {
          executions.add(fact.body.execId);
          const execution = this.#options.state.books.executions.get(fact.body.execId);
          if (execution !== undefined) positions.add(execution.instrumentId);
          break;
        }
        case 'position.adopted':
          positions.add(fact.body.position.instrumentId);
          break;
        case 'instrument.resolved':
          positions.add(fact.body.instrument.instrumentId);
          this.publishWatched(fact.body.instrument.instrumentId);
          break;
        case 'watchlist.added':
          this.publishWatched(fact.body.instrumentId);
          break;
        case 'watchlist.removed':
          this.watchlist.remove(fact.body.instrumentId);
          break;
        case 'alert.changed':
          // Every change of an alert is shown, not only the last of a group.
          this.alerts.publish(fact.body.alert);
          break;
        case 'silence.made':
          this.silences.publish(fact.body.silence);
          break;
        case 'silence.ended':
          this.silences.remove(fact.body.silenceId);
          break;
        case 'proposal.made':
        case 'proposal.approved':
        case 'proposal.rejected':
        case 'proposal.withdrawn':
          proposalsTouched = true;
          break;
        case 'limits.changed':
        case 'trading-state.changed':
          // What was proposed before it may be outdated by it.
          proposalsTouched = true;
          statusTouched = true;
          break;
        default:
          statusTouched = true;
      }
    }
    const { books } = this.#options.state;
    for (const orderRef of orders) {
      const order = books.orders.get(orderRef);
      if (order !== undefined) this.orders.publish(order);
    }
    for (const execId of executions) {
      const execution = books.executions.get(execId);
      if (execution !== undefined) this.executions.publish(execution);
    }
    for (const instrumentId of positions) this.publishPosition(instrumentId);
    if (proposalsTouched && this.proposals.readers > 0) {
      for (const proposal of this.#proposals()) this.proposals.publish(proposal);
    }
    const activities = facts.map((fact) => this.#activityOf(fact));
    this.#keep(activities);
    for (const activity of activities) this.activity.publish(activity);
    if (statusTouched || positions.size > 0) this.publishStatus();
  }

  #proposals(): Proposal[] {
    const { state, now } = this.#options;
    const holding = inForce(state, now());
    return [...state.proposals.values()].map((held) => proposalNow(held, holding));
  }

  /** Takes from the screens what is only to be looked up any more. */
  forget({ orderRefs, execIds }: Forgotten): void {
    for (const orderRef of orderRefs) this.orders.remove(orderRef);
    for (const execId of execIds) this.executions.remove(execId);
    if (orderRefs.length > 0) this.publishStatus();
  }

  publishStatus(): void {
    if (this.status.readers > 0) this.status.publish(this.#options.status());
  }

  publishPosition(instrumentId: InstrumentId): void {
    if (this.positions.readers === 0) return;
    const position = this.#options.state.books.ledgers.get(instrumentId)?.position;
    if (position === undefined || position === null) return;
    this.positions.publish(positionRow(position, this.#options.mark(instrumentId)));
  }

  publishWatched(instrumentId: InstrumentId): void {
    const row = this.#watched(instrumentId);
    if (row !== null && this.#options.state.watchlist.has(instrumentId))
      this.watchlist.publish(row);
  }

  #watched(instrumentId: InstrumentId): WatchedRow | null {
    const instrument = this.#options.state.instruments.get(instrumentId);
    if (instrument === undefined) return null;
    return { instrumentId, instrument, quoteProblem: this.#options.quoteProblem(instrumentId) };
  }

  #activityOf(fact: Fact): Activity {
    const { sentence, tone } = factSentence(
      fact,
      (instrumentId) => this.#options.nameOf(instrumentId),
      (orderRef) => this.#options.orderOf(orderRef),
    );
    return { seq: fact.seq, at: fact.at, kind: fact.kind, sentence, tone };
  }
}
