import { ContractError } from '#shared/contract/error.ts';
import type {
  CommandHandlers,
  DeskService,
  DeskTopics,
  TopicFeed,
  WindowCaller,
} from '#shared/contract/service.ts';
import type { Activity, TopicItem, TopicName } from '#shared/contract/topics.ts';
import type { Role } from '#shared/domain/people.ts';
import { emptyQuote, type Quote } from '#shared/domain/quote.ts';

/** A feed whose contents a test writes by hand. */
export class HandFeed<Item> implements TopicFeed<Item> {
  held: Item[] = [];
  snapshots = 0;
  readonly #readers = new Set<{
    onItem: (item: Item) => void;
    onRemoved: (key: string | number) => void;
  }>();

  snapshot(): readonly Item[] {
    this.snapshots += 1;
    return this.held;
  }

  subscribe(onItem: (item: Item) => void, onRemoved: (key: string | number) => void): () => void {
    const reader = { onItem, onRemoved };
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  publish(item: Item): void {
    for (const reader of this.#readers) reader.onItem(item);
  }

  remove(key: string | number): void {
    for (const reader of this.#readers) reader.onRemoved(key);
  }

  get readers(): number {
    return this.#readers.size;
  }
}

export type HandFeeds = { [T in TopicName]: HandFeed<TopicItem<T>> };

export interface DeskDouble {
  service: DeskService & { topics: DeskTopics };
  feeds: HandFeeds;
}

/** A desk of which a test answers the commands it needs; every other command refuses. */
export function deskDouble(handlers: Partial<CommandHandlers> = {}): DeskDouble {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new ContractError({ code: 'not-ready', message: 'Not in this test.', advice: '' }),
    );
  const feeds: HandFeeds = {
    session: new HandFeed(),
    status: new HandFeed(),
    watchlist: new HandFeed(),
    quotes: new HandFeed(),
    bars: new HandFeed(),
    depth: new HandFeed(),
    orders: new HandFeed(),
    executions: new HandFeed(),
    positions: new HandFeed(),
    account: new HandFeed(),
    alerts: new HandFeed(),
    silences: new HandFeed(),
    deliveries: new HandFeed(),
    simulator: new HandFeed(),
    activity: new HandFeed(),
    proposals: new HandFeed(),
    risk: new HandFeed(),
    pnl: new HandFeed(),
    monitoring: new HandFeed(),
    kill: new HandFeed(),
    readiness: new HandFeed(),
    checks: new HandFeed(),
    attempts: new HandFeed(),
    load: new HandFeed(),
    loadSamples: new HandFeed(),
    loadRuns: new HandFeed(),
    checklist: new HandFeed(),
    waivers: new HandFeed(),
    certificate: new HandFeed(),
  };
  const commands: CommandHandlers = {
    'session.switch': refuse,
    'session.sign-in': refuse,
    'session.lock': refuse,
    'session.sign-out': refuse,
    'people.found': refuse,
    'person.add': refuse,
    'person.change-roles': refuse,
    'person.set-passphrase': refuse,
    'person.remove': refuse,

    'gateway.choose': refuse,
    'instrument.search': refuse,
    'instrument.details': refuse,
    'option-chain.read': refuse,
    'watchlist.add': refuse,
    'watchlist.remove': refuse,
    'bars.read': refuse,
    'order.preview': refuse,
    'order.place': refuse,
    'order.place-bracket': refuse,
    'order.modify': refuse,
    'order.cancel': refuse,
    'order.read': refuse,
    'limits.read': refuse,
    'limits.history': refuse,
    'limits.propose': refuse,
    'rearm.propose': refuse,
    'proposal.approve': refuse,
    'proposal.reject': refuse,
    'proposal.withdraw': refuse,
    'kill.engage': refuse,
    'kill.drill': refuse,
    'trading-state.set': refuse,
    'repeated-execution.reset': refuse,
    'alert.acknowledge': refuse,
    'alert.acknowledge-many': refuse,
    'alert.resolve': refuse,
    'alert.read-resolved': refuse,
    'alert.history': refuse,
    'delivery.configure': refuse,
    'delivery.remove': refuse,
    'silence.make': refuse,
    'silence.end': refuse,
    'break.accept': refuse,
    'simulator.inject': refuse,
    'simulator.clear': refuse,
    'simulator.set-speed': refuse,
    'journal.read': refuse,
    'journal.verify': refuse,
    'readiness.start': refuse,
    'readiness.stop': refuse,
    'readiness.resume': refuse,
    'readiness.read-attempt': refuse,
    'readiness.check-history': refuse,
    'readiness.compare': refuse,
    'report.build': refuse,
    'load.read-scenarios': refuse,
    'load.start': refuse,
    'load.stop': refuse,
    'load.set-baseline': refuse,
    'load.read-run': refuse,
    'load.note-frames': refuse,
    'checklist.tick': refuse,
    'checklist.untick': refuse,
    'waiver.propose': refuse,
    'readiness.sign': refuse,
    'runbook.read': refuse,
    ...handlers,
  };
  return {
    service: {
      commands,
      topics: {
        session: () => feeds.session,
        status: () => feeds.status,
        watchlist: () => feeds.watchlist,
        quotes: () => feeds.quotes,
        bars: () => feeds.bars,
        depth: () => feeds.depth,
        orders: () => feeds.orders,
        executions: () => feeds.executions,
        positions: () => feeds.positions,
        account: () => feeds.account,
        alerts: () => feeds.alerts,
        silences: () => feeds.silences,
        deliveries: () => feeds.deliveries,
        simulator: () => feeds.simulator,
        activity: () => feeds.activity,
        proposals: () => feeds.proposals,
        risk: () => feeds.risk,
        pnl: () => feeds.pnl,
        monitoring: () => feeds.monitoring,
        kill: () => feeds.kill,
        readiness: () => feeds.readiness,
        checks: () => feeds.checks,
        attempts: () => feeds.attempts,
        load: () => feeds.load,
        loadSamples: () => feeds.loadSamples,
        loadRuns: () => feeds.loadRuns,
        checklist: () => feeds.checklist,
        waivers: () => feeds.waivers,
        certificate: () => feeds.certificate,
      },
      refused: () => undefined,
    },
    feeds,
  };
}

/** A caller who stays the same. */
export function callerWith(...roles: Role[]): WindowCaller {
  return {
    person: { personId: 'p-1', name: 'First Person', roles },
    windowId: 'window-1',
    onChange: () => () => undefined,
    used: () => undefined,
  };
}

export function quote(instrumentId: number, last: number): Quote {
  return { ...emptyQuote(instrumentId), last };
}

export function activity(seq: number): Activity {
  return {
    seq,
    at: '2020-03-09T13:30:00.000Z',
    kind: 'test.happened',
    sentence: `Fact ${seq}.`,
    tone: 'neutral',
  };
}
