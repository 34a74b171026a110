import type { CommandHandlers, TopicSources } from '#shared/contract/service.ts';
import { ContractError } from '#shared/contract/error.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { GatewayKind } from '#shared/domain/gateway.ts';
import type { Limits } from '#shared/domain/limits.ts';
import type { Person } from '#shared/domain/people.ts';

import { createLink } from '../gateway/link.ts';
import { openJournalOrRestore } from '../journal/recovery.ts';
import { JournalRefused } from '../journal/refusals.ts';
import { openOrders } from '../trading/books.ts';
import { decideLinkLost } from '../trading/decide-link.ts';
import { AccountBoard } from './account-board.ts';
import { BarBoard } from './bar-board.ts';
import { commandHandlers } from './command-handlers.ts';
import { displaySymbolOf, unitValueInBase } from './control-context.ts';
import type { DeskCore } from './desk-core.ts';
import { applyToDesk, createDeskState } from './desk-state.ts';
import { deskStatus } from './desk-status.ts';
import { GatewayTimeFollower } from './gateway-time.ts';
import { hear } from './hear.ts';
import type { Log } from './log.ts';
import type { Ports } from './ports.ts';
import { Publisher } from './publisher.ts';
import { QuoteBoard } from './quote-board.ts';
import { Road, type RoadPoint } from './road.ts';
import { StartRefused } from './start-refused.ts';
import { watchAll } from './watching.ts';

export interface OpenDeskOptions {
  /** The folder of this gateway kind's journal. */
  dataDir: string;
  version: string;
  gatewayKind: GatewayKind;
  host: string;
  port: number;
  clientId: number;
  limits: Limits;
  person: Person;
  ports: Ports;
  log: Log;
  /** Null lifts the pacing, against the simulated gateway alone. */
  messagesPerSecond?: number | null;
  probe?: (point: RoadPoint, facts: readonly Fact[]) => void;
  /** Whether a person has chosen this gateway yet. */
  chosen: () => boolean;
}

/** A desk on one gateway, with its journal open. */
export interface OpenDesk {
  commands: Omit<CommandHandlers, 'gateway.choose'>;
  topics: TopicSources;
  /** Resolves at the first moment the desk accepts new risk. */
  ready: Promise<void>;
  /** Sends the status again, after something outside the desk has changed it. */
  publishStatus(): void;
  close(reason: string): Promise<void>;
}

const watchEveryMs = 1000;
const statusEveryMs = 500;
const reconcileEveryMs = 60_000;
const backupEveryMs = 15 * 60_000;

/**
 * Opens the journal, rebuilds the desk from it and connects. Throws {@link StartRefused} when the data folder cannot
 * be used. Every order that was open when the desk last ran is UNKNOWN until the broker's word settles it.
 */
export function openDesk(options: OpenDeskOptions): OpenDesk {
  const { ports, log, limits } = options;
  const { journal, recovery } = openJournal(options);

  const state = createDeskState((order) => unitValueInBase(core, order));
  for (const fact of journal.facts()) applyToDesk(state, fact);

  let becameReady: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    becameReady = resolve;
  });

  const link = createLink({
    host: options.host,
    port: options.port,
    clientId: options.clientId,
    clock: ports.clock,
    random: ports.random,
    ...(options.messagesPerSecond === undefined
      ? {}
      : { messagesPerSecond: options.messagesPerSecond }),
    handlers: {
      onWord(word) {
        hear(core, word);
        if (word.kind === 'link' && word.status.state === 'ready') becameReady();
      },
      onQuote(quote) {
        core.quotes.take(quote);
        if (core.quoteProblems.delete(quote.instrumentId)) {
          core.publisher.publishWatched(quote.instrumentId);
        }
      },
      log(level, sentence) {
        if (level === 'error') log.error({}, sentence);
        else if (level === 'warning') log.warn({}, sentence);
        else log.info({}, sentence);
      },
    },
  });

  const publisher = new Publisher({
    state,
    mark: (instrumentId) => core.quotes.mark(instrumentId),
    status: () => status(),
    quoteProblem: (instrumentId) => core.quoteProblems.get(instrumentId) ?? null,
    nameOf: (instrumentId) => displaySymbolOf(core, instrumentId),
  });
  const status = () => ({
    ...deskStatus(core),
    gatewayKind: options.chosen() ? core.gatewayKind : null,
  });

  const road = new Road({
    clock: ports.clock,
    soon: (task) => ports.soon(task),
    lastSeq: journal.head().seq,
    apply: (fact) => applyToDesk(state, fact),
    record: (facts) => journal.append(facts),
    publish: (facts) => publisher.publish(facts),
    onFault(sentence) {
      log.error({}, sentence);
      publisher.publishStatus();
    },
    ...(options.probe === undefined ? {} : { probe: options.probe }),
  });

  const core: DeskCore = {
    version: options.version,
    ports,
    log,
    limits,
    person: options.person,
    state,
    road,
    journal,
    link,
    quotes: new QuoteBoard(ports.clock, (instrument) => link.subscribeQuotes(instrument)),
    account: new AccountBoard(),
    gatewayTime: new GatewayTimeFollower(),
    publisher,
    gatewayKind: options.gatewayKind,
    linkStatus: link.status(),
    linkNotReadySince: ports.clock.now(),
    reconciledAt: state.reconciledAt,
    quoteProblems: new Map(),
    closing: false,
    dayPnlUnknownSince: null,
    accountProblem: null,
  };
  const bars = new BarBoard((instrument, barSize, onBar) =>
    link.subscribeBars(instrument, barSize, onBar),
  );

  publisher.remember(lastFacts(journal.facts(Math.max(1, journal.head().seq - 199))));
  const opening = start(core, options, recovery?.reason ?? null);

  const timers = [
    ports.clock.every(watchEveryMs, () => watchAll(core)),
    ports.clock.every(statusEveryMs, () => publishLive(core)),
    ports.clock.every(reconcileEveryMs, () => link.requestSnapshot()),
    ports.clock.every(backupEveryMs, () => backUp(core)),
  ];

  return {
    commands: commandHandlers(core),
    topics: {
      status: () => publisher.status,
      watchlist: () => publisher.watchlist,
      quotes: () => core.quotes.feed,
      bars: ({ instrumentId, barSize }) => {
        const instrument = state.instruments.get(instrumentId);
        if (instrument === undefined) {
          throw new ContractError({
            code: 'not-found',
            message: `The desk does not know the instrument ${instrumentId}.`,
            advice: 'Search for it by its symbol first.',
          });
        }
        return bars.open(instrument, barSize);
      },
      orders: () => publisher.orders,
      executions: () => publisher.executions,
      positions: () => publisher.positions,
      account: () => core.account.feed,
      alerts: () => publisher.alerts,
      activity: () => publisher.activity,
    },
    ready: opening.then(() => ready),
    publishStatus: () => publisher.publishStatus(),
    async close(reason) {
      core.closing = true;
      for (const timer of timers) timer.cancel();
      await link.stop();
      if (road.fault === null) {
        await road.take([{ kind: 'desk.stopped', by: 'desk', body: { reason } }]);
      }
      journal.close();
    },
  };
}

function openJournal({ dataDir, ports, log }: OpenDeskOptions) {
  try {
    return openJournalOrRestore({ dataDir, clock: ports.clock, log });
  } catch (error) {
    if (error instanceof JournalRefused) throw new StartRefused(error.message, error.advice);
    throw error;
  }
}

function lastFacts(facts: Iterable<Fact>): Fact[] {
  return [...facts];
}

/** Records the start, puts every order that was open in doubt, and only then connects. */
async function start(
  core: DeskCore,
  options: OpenDeskOptions,
  recovered: string | null,
): Promise<void> {
  const at = new Date(core.ports.clock.now()).toISOString();
  const doubts = decideLinkLost(core.state.books, at);
  await core.road.take([
    {
      kind: 'desk.started',
      by: 'desk',
      body: {
        version: options.version,
        gatewayKind: options.gatewayKind,
        limitsVersion: options.limits.version,
      },
    },
    ...doubts,
  ]);
  if (recovered !== null) {
    const reason = `The journal was broken and its last backup was restored: ${recovered} Compare orders and positions with the broker before you set the desk ACTIVE.`;
    await core.road.take([
      {
        kind: 'trading-state.changed',
        by: 'desk',
        body: { instrumentId: null, state: 'HALTED', reason },
      },
    ]);
  }
  core.log.info({ openOrders: openOrders(core.state.books).length }, 'The desk has started.');
  core.link.start();
}

/** What changes with every tick or heartbeat is shown twice a second. */
function publishLive(core: DeskCore): void {
  core.publisher.publishStatus();
  core.account.publish();
  for (const [instrumentId, exposure] of core.state.books.exposures) {
    if (exposure.position !== 0) core.publisher.publishPosition(instrumentId);
  }
}

function backUp(core: DeskCore): void {
  core.journal.backup().then(
    ({ path }) => core.log.info({ path }, 'A backup was made.'),
    (error: unknown) => core.log.error({ err: error }, 'A backup could not be made.'),
  );
}
