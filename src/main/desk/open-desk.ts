import type { Caller, DeskTopics } from '#shared/contract/service.ts';
import { ContractError } from '#shared/contract/error.ts';
import type { Fact, NewFact } from '#shared/domain/fact.ts';
import type { GatewayKind } from '#shared/domain/gateway.ts';
import type { Instrument, InstrumentId } from '#shared/domain/instrument.ts';
import type { Limits, RecordedLimits } from '#shared/domain/limits.ts';
import type { KillStatus } from '#shared/domain/kill.ts';
import type { MonitorLooks } from '#shared/domain/monitor-looks.ts';
import type { Order } from '#shared/domain/order.ts';
import type { Person } from '#shared/domain/people.ts';
import { practicePeople } from '#shared/domain/practice-people.ts';
import type { Clock, Timer } from '#shared/domain/ports.ts';

import { createLink, type GatewayLink } from '../gateway/link.ts';
import { LinkOptionsError } from '../gateway/link-errors.ts';
import { defaultMessagesPerSecond, type LinkOptions } from '../gateway/link-options.ts';
import { condition } from '../alerts/alert-rules.ts';
import { forgetResolved } from '../alerts/forget-resolved.ts';
import { AlertTimes } from '../alerts/alert-times.ts';
import { HoldTimes } from '../alerts/hold-times.ts';
import { LooksOnRecord } from '../alerts/monitor-looks.ts';
import type { Journal } from '../journal/journal.ts';
import type { LoadRecord } from '../load/load-record.ts';
import type { CertificationRecord } from '../readiness/certification-record.ts';
import type { ReadinessRecord } from '../readiness/readiness-record.ts';
import { limitsOfRecord } from '../risk/limits.ts';
import { LimitsInForce } from '../risk/limits-in-force.ts';
import { PnlPeaks } from '../risk/loss-figures.ts';
import type { Proposals } from '../risk/proposals.ts';
import { MarketSessions } from '../risk/market-sessions.ts';
import { presentPeople, type PeopleRecord } from '../people/people-record.ts';
import { openOrders } from '../trading/books.ts';
import { explainsOrders } from '../trading/explains-orders.ts';
import { forgetEnded } from '../trading/forget.ts';
import { decideLinkLost } from '../trading/decide-link.ts';
import { PositionDoubts } from '../trading/position-doubts.ts';
import { AccountBoard } from './account-board.ts';
import { anyOrder } from './any-order.ts';
import { BarBoard } from './bar-board.ts';
import { commandHandlers, type DeskCommands } from './command-handlers.ts';
import { displaySymbolOf, instrumentValueInBase, unitValueInBase } from './control-context.ts';
import { dayPnl, exchangeDate, lastMark } from './day-pnl.ts';
import { guarded, haltForDefect } from './defect.ts';
import type { DeskCore } from './desk-core.ts';
import type { DeskGauges } from './desk-meter.ts';
import { applyToDesk, createDeskState, type DeskState } from './desk-state.ts';
import { DeliveryBoard } from './delivery-board.ts';
import { DepthBoard } from './depth-board.ts';
import { deskStatus } from './desk-status.ts';
import type { CertificationTopic } from './certification-board.ts';
import { createFeed } from './feed.ts';
import { GatewayTimeFollower } from './gateway-time.ts';
import { hear } from './hear.ts';
import type { LimitsFiles } from './limits-file.ts';
import { openingLimits, type OpeningLimits } from './limits-on-record.ts';
import { goOnFlattening } from './killing.ts';
import { killStatus } from './kill-status.ts';
import { JournalLag } from './journal-lag.ts';
import type { Log } from './log.ts';
import { unwatchedMachine, type MachineFigures } from './machine-figures.ts';
import { refusing, type DeskJournal } from './open-desk-journal.ts';
import { PnlBoard } from './pnl-board.ts';
import type { Ports } from './ports.ts';
import { Publisher } from './publisher.ts';
import { QuoteBoard } from './quote-board.ts';
import { raise, record, recorded } from './record.ts';
import { riskFigures } from './risk-figures.ts';
import type { LoadTopic } from './load-board.ts';
import type { ReadinessTopic } from './readiness-board.ts';
import { Road, type RoadPoint } from './road.ts';
import { StartRefused } from './start-refused.ts';
import type { ReceiverTokens } from './token-file.ts';
import { valueUnknownLosses } from './valuing.ts';
import { watchAll } from './watching.ts';
import { watchCertificate } from './certificate-watch.ts';

export interface OpenDeskOptions {
  version: string;
  /** The commit the program was built from; null where that is not known. */
  commit: string | null;
  gatewayKind: GatewayKind;
  host: string;
  port: number;
  clientId: number;
  limits: LimitsFiles;
  ports: Ports;
  machine?: () => MachineFigures;
  /** Milliseconds that have passed for people, since some fixed moment; the monotonic clock's where it is not given. */
  elapsed?: () => number;
  log: Log;
  receiverTokens: ReceiverTokens;
  /** Null lifts the pacing, against the simulated gateway alone. */
  messagesPerSecond?: number | null;
  probe?: (point: RoadPoint, facts: readonly Fact[]) => void;
  /** Whether a person has chosen this gateway yet. */
  chosen: () => boolean;
}

/** A desk on one gateway, with its journal open. */
export interface OpenDesk {
  commands: DeskCommands;
  topics: Omit<
    DeskTopics,
    'simulator' | 'session' | ReadinessTopic | CertificationTopic | LoadTopic
  >;
  /** Everybody who may sign in at this desk. */
  people(): readonly Person[];
  /** Everybody its journal knows. */
  peopleOnRecord(): PeopleRecord;
  /** Takes what was decided outside the desk, about its people, their windows and its readiness, down its road. */
  record(facts: readonly NewFact[], act: () => void, caller?: Caller): Promise<void>;
  readonly readiness: ReadinessRecord;
  readonly load: LoadRecord;
  readonly certification: CertificationRecord;
  readonly proposals: Proposals;
  readonly limits: Limits;
  /** Has somebody hear of facts once they are on disk. */
  onFacts(listen: (facts: readonly Fact[]) => void): void;
  /** Resolves at the first moment the desk accepts new risk. */
  ready: Promise<void>;
  gauges(): DeskGauges;
  /** Sends the status again, after something outside the desk has changed it. */
  publishStatus(): void;
  /** An exception that nobody caught has reached the process: halts the desk. */
  halt(where: string, error: unknown): void;
  /** The gateway this desk was started with has ended for good: says so, and tries it no more. */
  gatewayGone(sentence: string): void;
  /** Stops, makes a backup and lets go of the journal; never takes longer than a few seconds. */
  close(reason: string): Promise<void>;
}

const watchEveryMs = 1000;
const statusEveryMs = 500;
const flattenEveryMs = 1000;
const reconcileEveryMs = 60_000;
/** Every so many of these rounds ask for the whole list of ended orders, whether or not anything is missing. */
const roundsToAll = 15;
const forgetEveryFacts = 2000;
const forgetEveryMs = 5000;
/** What is said of an order after it has ended is said within this; it is on disk by then too. */
const settlesWithinMs = 10_000;
const firstBackupAfterMs = 60_000;
const backupEveryMs = 15 * 60_000;
/** A desk that is being stopped waits this long for its backup and no longer. */
const lastBackupWithinMs = 3000;

/**
 * Rebuilds the desk from its journal and connects. Throws {@link StartRefused} when the journal cannot be replayed or
 * the gateway's settings make no sense; the journal is then still open. Every order that was open when the desk last
 * ran is UNKNOWN until the broker's word settles it.
 */
export function openDesk(options: OpenDeskOptions, { journal, recovery }: DeskJournal): OpenDesk {
  const { ports, log, messagesPerSecond = defaultMessagesPerSecond } = options;

  // While the journal is replayed there is no market yet; what it leaves unvalued is valued when somebody asks.
  let quoted = false;
  const state = createDeskState(
    (order) => (quoted ? unitValueInBase(core, order) : null),
    (instrumentId) => (quoted ? instrumentValueInBase(core, instrumentId) : null),
  );
  replay(journal, state);
  state.books.archive = journal.orders;
  const opening = openingLimits(state.limitsOnRecord, options.limits);
  const limitsInForce = new LimitsInForce(opening.limits);

  let becameReady: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    becameReady = resolve;
  });

  const link = linkOrRefusal({
    host: options.host,
    port: options.port,
    clientId: options.clientId,
    clock: ports.clock,
    random: ports.random,
    messagesPerSecond,
    handlers: {
      onWord(word) {
        guarded(core, `hearing a word of the gateway (${word.kind})`, () => hear(core, word));
        if (word.kind === 'link' && word.status.state === 'ready') becameReady();
      },
      onQuote(quote) {
        try {
          core.quotes.take(quote);
          valueUnknownLosses(core);
          if (core.quoteProblems.delete(quote.instrumentId)) {
            core.publisher.publishWatched(quote.instrumentId);
          }
        } catch (error) {
          haltForDefect(core, 'taking a quote', error);
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
    now: () => ports.clock.now(),
    mark: (instrumentId) => core.quotes.mark(instrumentId),
    status: () => status(),
    quoteProblem: (instrumentId) => core.quoteProblems.get(instrumentId) ?? null,
    nameOf: (instrumentId) => displaySymbolOf(core, instrumentId),
    orderOf: (orderRef) => anyOrder(core, orderRef),
  });
  const inForce = (onRecord: RecordedLimits): Limits => {
    const checked = limitsOfRecord(onRecord, options.limits.shipped);
    if (checked.ok) return checked.limits;
    throw new Error(`Limits that cannot be used were recorded: ${checked.problems.join(' ')}`);
  };
  const status = () => ({
    ...deskStatus(core),
    gatewayKind: options.chosen() ? core.gatewayKind : null,
  });

  const road = new Road({
    clock: ports.clock,
    soon: (task) => ports.soon(task),
    lastSeq: journal.head().seq,
    apply(fact) {
      applyToDesk(state, fact);
      core.alertTimes.hear(fact, core.elapsed());
      if (fact.kind === 'limits.changed') limitsInForce.replace(inForce(fact.body.limits));
    },
    record: (facts) => journal.append(facts),
    publish(facts) {
      publisher.publish(facts);
      deliveries.heard(facts);
      if (facts.some(({ kind }) => kind === 'limits.changed')) watchCertificate(core);
      for (const listen of factListeners) listen(facts);
    },
    onFault(sentence) {
      log.error({}, sentence);
      guarded(core, 'showing that it cannot record', () => publisher.publishStatus());
    },
    onUnpublished: (error) => haltForDefect(core, 'telling the screens', error),
    ...(options.probe === undefined ? {} : { probe: options.probe }),
  });

  const elapsed = options.elapsed ?? ((): number => ports.clock.monotonic());
  const factListeners: ((facts: readonly Fact[]) => void)[] = [];
  const pnlPeaks = new PnlPeaks();
  const core: DeskCore = {
    version: options.version,
    commit: options.commit,
    ports,
    log,
    limitsInForce,
    unusedLimitsFile: opening.unusedFile,
    people: () =>
      options.gatewayKind === 'simulated' ? practicePeople : presentPeople(state.people),
    state,
    road,
    journal,
    link,
    messagesPerSecond,
    quotes: new QuoteBoard(ports.clock, (instrument) => link.subscribeQuotes(instrument)),
    account: new AccountBoard(),
    gatewayTime: new GatewayTimeFollower(),
    marketSessions: new MarketSessions(),
    publisher,
    pnlPeaks,
    get lossFigures() {
      return pnlPeaks.figures;
    },
    gatewayKind: options.gatewayKind,
    linkStatus: link.status(),
    linkNotReadySince: ports.clock.now(),
    reconciledAt: state.reconciledAt,
    quoteProblems: new Map(),
    priceIncrements: new Map(),
    hoursAskedOn: new Map(),
    instrumentsAsked: new Map(),
    priceIncrementsAsked: new Map(),
    closing: false,
    holds: new HoldTimes(),
    elapsed,
    alertTimes: new AlertTimes(state.alerts, ports.clock.now(), elapsed()),
    looks: new LooksOnRecord(ports.clock.now(), ports.clock.monotonic()),
    machine: options.machine ?? (() => unwatchedMachine),
    journalLag: new JournalLag(),
    backedUpAt: ports.clock.monotonic(),
    dayPnlUnknownSince: null,
    accountProblem: null,
    gatewayGone: null,
    accountBreak: null,
    positionDoubts: new PositionDoubts(),
    lastHoldings: null,
  };
  quoted = true;
  const deliveries = new DeliveryBoard(core, options.receiverTokens);
  const bars = new BarBoard((instrument, barSize, onBar) =>
    link.subscribeBars(instrument, barSize, onBar),
  );

  const depth = new DepthBoard((instrument, rows, onBook) =>
    link.subscribeDepth(instrument, rows, onBook),
  );

  const risk = createFeed(() => [riskFigures(core)]);
  const pnl = new PnlBoard();
  const publishRisk = (): void => {
    if (risk.readers > 0) risk.publish(riskFigures(core));
    const date = exchangeDate(core);
    const time = core.gatewayTime.time;
    if (date !== null && time !== null) pnl.take(date, time.at, dayPnl(core));
  };
  const monitoring = createFeed<MonitorLooks>(() => core.looks.groups);
  const kills = createFeed<KillStatus>(() => [killStatus(core)]);

  link.tradeOnly(state.accountId);
  publisher.remember(lastFacts(journal.facts(Math.max(1, journal.head().seq - 199))));
  deliveries.arrange();
  if (opening.unusedFile !== null) log.warn({}, opening.unusedFile);
  const started = start(core, options, opening, recovery?.reason ?? null);

  const whenReady = started.then(() => ready);
  whenReady.catch((error: unknown) => log.error({ err: error }, 'The desk could not start.'));

  let rounds = 0;
  const every = (periodMs: number, where: string, task: () => void): Timer =>
    ports.clock.every(periodMs, () => guarded(core, where, task));
  const timers = [
    every(watchEveryMs, 'looking at its monitors', () => {
      watchAll(core);
      if (monitoring.readers === 0) return;
      for (const group of core.looks.groups) monitoring.publish(group);
    }),
    every(watchEveryMs, 'looking at its certificate', () => watchCertificate(core)),
    every(watchEveryMs, 'looking after its deliveries', () => deliveries.tick()),
    every(statusEveryMs, 'showing its figures', () => publishLive(core)),
    every(forgetEveryMs, 'letting go of what is over', () => forgetWhatIsOver(core)),
    every(statusEveryMs, 'showing what it risks', publishRisk),
    every(statusEveryMs, 'showing the kill switch', () => {
      if (kills.readers > 0) kills.publish(killStatus(core));
    }),
    every(flattenEveryMs, 'closing positions for the kill switch', () =>
      goOnFlattening(core, 'ask-broker'),
    ),
    every(watchEveryMs, 'comparing what is held', () => askWhereInDoubt(core)),
    every(reconcileEveryMs, 'asking for a snapshot', () => {
      rounds += 1;
      if (rounds % roundsToAll === 0) link.requestSnapshot();
      else
        link.requestSnapshot((heard) => explainsOrders(core.state.books, heard, ports.clock.now()));
    }),
    ports.clock.after(firstBackupAfterMs, () => void backUp(core)),
    ports.clock.every(backupEveryMs, () => void backUp(core)),
  ];

  const close = async (reason: string): Promise<void> => {
    core.closing = true;
    for (const timer of timers) timer.cancel();
    deliveries.stop();
    try {
      await link.stop();
      if (road.fault === null) {
        await road.take([
          ...lastMark(core),
          { kind: 'desk.stopped', by: 'desk', body: { reason } },
        ]);
        await within(ports.clock, lastBackupWithinMs, backUp(core));
      }
    } catch (error) {
      log.error({ err: error }, 'The desk could not record that it was stopped.');
    } finally {
      journal.close();
    }
  };
  let closed: Promise<void> | null = null;

  return {
    commands: { ...commandHandlers(core), ...deliveries.commands },
    topics: {
      status: () => publisher.status,
      watchlist: () => publisher.watchlist,
      quotes: () => core.quotes.feed,
      bars: ({ instrumentId, barSize }) => bars.open(knownInstrument(state, instrumentId), barSize),
      depth: ({ instrumentId }) => depth.open(knownInstrument(state, instrumentId)),
      orders: () => publisher.orders,
      executions: () => publisher.executions,
      positions: () => publisher.positions,
      account: () => core.account.feed,
      alerts: () => publisher.alerts,
      silences: () => publisher.silences,
      deliveries: () => deliveries.feed,
      activity: () => publisher.activity,
      proposals: () => publisher.proposals,
      risk: () => risk,
      pnl: () => pnl.feed,
      kill: () => kills,
      monitoring: () => monitoring,
    },
    people: () => core.people(),
    peopleOnRecord: () => state.people,
    get readiness() {
      return state.readiness;
    },
    get load() {
      return state.load;
    },
    get certification() {
      return state.certification;
    },
    get proposals() {
      return state.proposals;
    },
    get limits() {
      return limitsInForce.current;
    },
    onFacts: (listen) => factListeners.push(listen),
    record: (facts, act, caller) => recorded(core, facts, act, caller),
    ready: whenReady,
    gauges: () => ({
      losses: core.lossFigures,
      machine: core.machine(),
      longestJournalLagMs: core.journalLag.longest,
      backupAgeMs: ports.clock.monotonic() - core.backedUpAt,
    }),
    publishStatus: () => publisher.publishStatus(),
    halt: (where, error) => haltForDefect(core, where, error),
    gatewayGone: (sentence) =>
      guarded(core, 'losing its gateway', () => loseGateway(core, sentence)),
    close(reason) {
      closed ??= close(reason);
      return closed;
    },
  };
}

/** A topic is opened at once, so what is not known yet cannot be asked for first. */
function knownInstrument({ instruments }: DeskState, instrumentId: InstrumentId): Instrument {
  const instrument = instruments.get(instrumentId);
  if (instrument !== undefined) return instrument;
  throw new ContractError({
    code: 'not-found',
    message: `The desk does not know the instrument ${instrumentId}.`,
    advice: 'Search for it by its symbol first.',
  });
}

/** Makes the state from the journal. Orders of which nothing more is to come are let go of on the way. */
function replay(journal: Journal, state: DeskState): void {
  refusing(() => {
    for (const fact of journal.facts()) {
      try {
        applyToDesk(state, fact);
        if (fact.seq % forgetEveryFacts === 0) {
          const isDone = ({ orderRef }: Order): boolean =>
            journal.orders.lastFactOf(orderRef) <= fact.seq;
          forgetEnded(state.books, isDone);
          forgetResolved(state.alerts, Date.parse(fact.at));
        }
      } catch (error) {
        throw new StartRefused(
          `The desk cannot be rebuilt from its journal, fact ${fact.seq}: ${error instanceof Error ? error.message : String(error)}`,
          'Run `deskcheck verify` on the folder. Choose another folder with --data to trade meanwhile.',
        );
      }
    }
  });
}

function linkOrRefusal(options: LinkOptions): GatewayLink {
  try {
    return createLink(options);
  } catch (error) {
    if (!(error instanceof LinkOptionsError)) throw error;
    throw new StartRefused(
      error.message,
      'Correct the settings of the data folder or the command line.',
    );
  }
}

function lastFacts(facts: Iterable<Fact>): Fact[] {
  return [...facts];
}

/** Records the start, puts every order that was open in doubt, and only then connects. */
async function start(
  core: DeskCore,
  options: OpenDeskOptions,
  opening: OpeningLimits,
  recovered: string | null,
): Promise<void> {
  const at = new Date(core.ports.clock.now()).toISOString();
  const doubts = decideLinkLost(core.state.books, at);
  await takeOrRefuse(core, [
    {
      kind: 'desk.started',
      by: 'desk',
      body: {
        version: options.version,
        gatewayKind: options.gatewayKind,
        limitsVersion: opening.limits.version,
      },
    },
    ...opening.facts,
    ...doubts,
  ]);
  if (recovered !== null) {
    const reason = `The journal was broken and its last backup was restored: ${recovered} Compare orders and positions with the broker before you set the desk ACTIVE.`;
    await takeOrRefuse(core, [
      {
        kind: 'trading-state.changed',
        by: 'desk',
        body: { instrumentId: null, state: 'HALTED', reason, cause: 'recovery' },
      },
    ]);
  }
  // What was installed or set while the desk did not run may not be what was certified.
  watchCertificate(core);
  core.log.info({ openOrders: openOrders(core.state.books).length }, 'The desk has started.');
  if (!core.closing) core.link.start();
}

/** A desk that cannot even record that it starts has sent nothing yet, so it need not stay for cancels. */
async function takeOrRefuse(core: DeskCore, facts: readonly NewFact[]): Promise<void> {
  try {
    await core.road.take(facts);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new StartRefused(error.message, 'Mend the cause and start Deskcheck again.');
  }
}

/** A fill of which the desk was not told shows in what is held, and is not left to the minute's reconciliation. */
function askWhereInDoubt({ positionDoubts, ports, state, link, linkStatus }: DeskCore): void {
  if (linkStatus.state !== 'ready') return;
  const held = (instrumentId: InstrumentId): number =>
    state.books.exposures.get(instrumentId)?.position ?? 0;
  if (positionDoubts.isToAsk(ports.clock.monotonic(), held)) link.requestSnapshot();
}

/** Of what cannot be recorded nothing is forgotten: it could not be looked up. */
function forgetWhatIsOver(core: DeskCore): void {
  if (core.road.fault !== null) return;
  const now = core.ports.clock.now();
  const isDone = ({ updatedAt }: Order): boolean => now - Date.parse(updatedAt) > settlesWithinMs;
  core.publisher.forget(forgetEnded(core.state.books, isDone));
  for (const alertId of forgetResolved(core.state.alerts, now)) {
    core.publisher.alerts.remove(alertId);
  }
}

/** Its port may soon be another program's, so the link does not try it again. */
function loseGateway(core: DeskCore, sentence: string): void {
  if (core.closing || core.gatewayGone !== null) return;
  core.gatewayGone = sentence;
  core.log.error({}, sentence);
  record(core, raise(core, condition('gateway-gone', '', `${sentence} ${goneAdvice}`)));
  core.publisher.publishStatus();
  core.link.stop().catch((error: unknown) => haltForDefect(core, 'stopping the link', error));
}

const goneAdvice = 'Nothing can be sent or heard. Close Deskcheck and start it again.';

/** What changes with every tick or heartbeat is shown twice a second. */
function publishLive(core: DeskCore): void {
  core.publisher.publishStatus();
  core.account.publish();
  for (const [instrumentId, exposure] of core.state.books.exposures) {
    if (exposure.position !== 0) core.publisher.publishPosition(instrumentId);
  }
}

async function backUp(core: DeskCore): Promise<void> {
  try {
    const { path } = await core.journal.backup();
    core.backedUpAt = core.ports.clock.monotonic();
    core.log.info({ path }, 'A backup was made.');
  } catch (error) {
    core.log.error({ err: error }, 'A backup could not be made.');
  }
}

/** Resolves with the work or at the deadline, whichever comes first. */
function within(clock: Clock, deadlineMs: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const deadline = clock.after(deadlineMs, resolve);
    void work.finally(() => {
      deadline.cancel();
      resolve();
    });
  });
}
