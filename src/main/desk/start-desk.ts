import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { ContractError } from '#shared/contract/error.ts';
import type {
  Caller,
  CommandHandlers,
  DeskService,
  WindowCaller,
} from '#shared/contract/service.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { GatewayKind } from '#shared/domain/gateway.ts';
import type { Limits } from '#shared/domain/limits.ts';

import type { Journal } from '../journal/journal.ts';
import { opens } from '../people/credential.ts';
import { CredentialsFile } from '../people/credentials-file.ts';
import { RefusedCommands } from '../people/refused-commands.ts';
import { WindowSessions } from '../people/window-sessions.ts';
import type { Check } from '../readiness/check.ts';
import type { ScratchDesk, ScratchOptions } from '../readiness/check-world.ts';
import { meterDesk, type DeskMeter } from './desk-meter.ts';
import { limitsFiles } from './limits-file.ts';
import type { Log } from './log.ts';
import type { MachineFigures } from './machine-figures.ts';
import type { DeskFigures } from './metrics.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';
import { openDeskJournal } from './open-desk-journal.ts';
import { peopleCommands, requireStaffed, type DeskOfPeople } from './people-commands.ts';
import type { Ports } from './ports.ts';
import type { LoadBoard } from './load-board.ts';
import { openLoad } from './open-load.ts';
import { openReadiness, type OpenReadiness } from './open-readiness.ts';
import type { RoadPoint } from './road.ts';
import { readSettings, writeSettings, type GatewaySettings } from './settings.ts';
import { SimulatorBoard, type SimulatorControl } from './simulator-board.ts';
import type { BuiltReport } from './report-board.ts';
import { StartRefused } from './start-refused.ts';
import { tokenFile } from './token-file.ts';
import { SwitchableFeeds } from './switchable-feeds.ts';

/** A simulated gateway that somebody else runs for the desk, in a thread or process of its own. */
export interface SimulatedGatewayHandle {
  host: string;
  port: number;
  control: SimulatorControl;
  /** Resolves with what happened, in a sentence, should it end without having been closed. */
  died: Promise<string>;
  close(): Promise<void>;
}

export interface StartDeskOptions {
  /** The data folder. Each kind of gateway has a folder of its own in it: practice never mixes with paper. */
  dataDir: string;
  /** Where `resources` is. */
  appRoot: string;
  version: string;
  /** What the command line says; overrides the settings for this run and is not kept. */
  gateway: GatewaySettings | null;
  ports: Ports;
  /** What the machine says of itself now; a desk without it does not watch its machine. */
  machine?: () => MachineFigures;
  /** Milliseconds that have passed for people, since some fixed moment; the monotonic clock's where it is not given. */
  elapsed?: () => number;
  log: Log;
  startSimulator(stateFile: string): Promise<SimulatedGatewayHandle>;
  messagesPerSecond?: number | null;
  probe?: (point: RoadPoint, facts: readonly Fact[]) => void;
  /** Starts a desk for a readiness check alone; without it what needs one cannot be checked. */
  scratchDesk?: (options: ScratchOptions, limits: Limits) => Promise<ScratchDesk>;
  /** What is gone through by a readiness attempt; every check there is, unless given. */
  checks?: readonly Check[];
  /** Builds the report of an attempt from the folder of a kind of gateway; without it there are none from the console. */
  buildReport?: (folder: string, attemptId: string) => Promise<BuiltReport>;
  /** The commit the program was built from; null where that is not known. */
  commit?: string | null;
}

export interface RunningDesk {
  service: DeskService;
  /** Who is at a window; a new name is a new window. */
  caller(windowId: string): WindowCaller;
  /** What the desk of now knows of itself; its totals count from when it was opened. */
  figures(): DeskFigures;
  /** Resolves when the desk of now first accepts new risk. */
  readonly ready: Promise<void>;
  /** The journal's facts from a seq on, in order. */
  facts(fromSeq: number): Iterable<Fact>;
  /** Seq and hash of the journal's last fact. */
  head(): { seq: number; hash: string };
  /** An exception that nobody caught has reached the process: halts the desk and keeps it running. */
  halt(where: string, error: unknown): void;
  /** Stops the desk and the simulated gateway it started. Never takes longer than a few seconds. */
  close(reason: string): Promise<void>;
}

/** A desk with what was started for it. */
interface Opened {
  desk: OpenDesk;
  meter: DeskMeter;
  simulator: SimulatedGatewayHandle | null;
  board: SimulatorBoard;
  load: LoadBoard;
  readiness: OpenReadiness;
  journal: Journal;
  isPractice: boolean;
  credentials: CredentialsFile;
}

/** How often idle windows are looked for, milliseconds. */
const lockLookMs = 5_000;
const clientIdDefault = 11;
const portDefaults: Record<'paper' | 'shadow', number> = { paper: 7497, shadow: 7496 };

/** The gateway a command line names, with IB's usual host and ports where it leaves them open. */
export function gatewayOf(
  kind: GatewayKind,
  host: string | undefined,
  port: number | undefined,
): GatewaySettings {
  if (kind === 'simulated') return { kind };
  return {
    kind,
    host: host ?? '127.0.0.1',
    port: port ?? portDefaults[kind],
    clientId: clientIdDefault,
  };
}

/**
 * Starts the desk of a data folder. Without a choice of gateway, by settings or command line, it runs on the simulated
 * one, so that a person who has not chosen yet sees a live desk. Throws {@link StartRefused}.
 */
export async function startDesk(options: StartDeskOptions): Promise<RunningDesk> {
  const dataDir = resolve(options.dataDir);
  const settings = readSettings(dataDir);
  const limits = limitsFiles(dataDir, options.appRoot);
  let chosen = options.gateway ?? settings.gateway;

  const open = async (gateway: GatewaySettings): Promise<Opened> => {
    const folder = join(dataDir, gateway.kind);
    makeFolder(folder);
    // First of all: a second desk on the folder must not get as far as the simulated gateway's saved state.
    const opened = openDeskJournal(folder, options.ports, options.log);
    let simulator: SimulatedGatewayHandle | null = null;
    try {
      if (gateway.kind === 'simulated') {
        simulator = await options.startSimulator(join(folder, 'simulated-gateway.json'));
      }
      const { host, port, clientId } = addressOf(gateway, simulator);
      const desk = openDesk(
        {
          version: options.version,
          commit: options.commit ?? null,
          gatewayKind: gateway.kind,
          host,
          port,
          clientId,
          limits,
          ports: options.ports,
          ...(options.machine === undefined ? {} : { machine: options.machine }),
          ...(options.elapsed === undefined ? {} : { elapsed: options.elapsed }),
          log: options.log,
          receiverTokens: tokenFile(folder),
          chosen: () => chosen !== null,
          ...(options.messagesPerSecond === undefined || gateway.kind !== 'simulated'
            ? {}
            : { messagesPerSecond: options.messagesPerSecond }),
          ...(options.probe === undefined ? {} : { probe: options.probe }),
        },
        opened,
      );
      void simulator?.died.then((sentence) => desk.gatewayGone(sentence));
      const control = simulator?.control ?? null;
      const board = new SimulatorBoard(control, options.ports.clock, options.log);
      const meter = meterDesk({
        topics: desk.topics,
        journalHead: () => opened.journal.head(),
        gauges: () => desk.gauges(),
        clock: options.ports.clock,
      });
      const setting = { ...options, folder, gatewayKind: gateway.kind };
      const load: LoadBoard = openLoad(setting, { desk, busyWith: () => readiness.busyWith });
      const readiness: OpenReadiness = openReadiness(setting, {
        desk,
        meter,
        board,
        journal: opened.journal,
        control,
        load,
      });
      return {
        desk,
        meter,
        simulator,
        isPractice: gateway.kind === 'simulated',
        credentials: new CredentialsFile(folder),
        board,
        journal: opened.journal,
        load,
        readiness,
      };
    } catch (error) {
      opened.journal.close();
      await simulator?.close();
      throw error;
    }
  };
  const close = async (
    { desk, meter, simulator, board, readiness, load }: Opened,
    reason: string,
  ): Promise<void> => {
    await readiness.close();
    await load.close();
    meter.stop();
    board.close();
    try {
      await desk.close(reason);
    } finally {
      await simulator?.close();
    }
  };

  let current = await open(chosen ?? { kind: 'simulated' });
  const sessions = new WindowSessions({
    clock: options.ports.clock,
    people: () => current.desk.people(),
    isPractice: () => current.isPractice,
    async prove(personId, passphrase) {
      const fingerprint = current.desk.peopleOnRecord().get(personId)?.fingerprint ?? null;
      const credential = fingerprint === null ? null : current.credentials.find(fingerprint);
      if (credential === null) return 'no-credential';
      return (await opens(credential, passphrase)) ? 'right' : 'wrong';
    },
    record: (facts, act, caller) => current.desk.record(facts, act, caller),
    onUnrecorded: (error) =>
      options.log.warn({ err: error }, 'Who is at a window could not be recorded.'),
  });
  const refusedCommands = new RefusedCommands({
    clock: options.ports.clock,
    record: (facts, act, caller) => current.desk.record(facts, act, caller),
    onUnrecorded: (error) => options.log.warn({ err: error }, 'A refusal could not be recorded.'),
  });
  const locking = options.ports.clock.every(lockLookMs, () => sessions.lockIdle());
  const deskOfPeople = (): DeskOfPeople => ({
    isPractice: current.isPractice,
    people: current.desk.peopleOnRecord(),
    credentials: current.credentials,
    record: (facts, act, caller) => current.desk.record(facts, act, caller),
  });
  const commandsOfNow = currentCommands(() => current.desk);
  const feeds = new SwitchableFeeds(() => ({
    ...current.desk.topics,
    simulator: () => current.board.feed,
    ...current.readiness.topics,
    ...current.load.topics,
  }));

  /** The new desk is open before the old one is let go, so that a refusal leaves the old one as it was. */
  const change = async (gateway: GatewaySettings): Promise<void> => {
    if (gateway.kind === 'simulated') {
      writeSettings(dataDir, { ...settings, gateway });
      chosen = gateway;
      return;
    }
    const next = await open(gateway);
    try {
      writeSettings(dataDir, { ...settings, gateway });
    } catch (error) {
      await close(next, 'The choice of this gateway could not be kept.');
      throw error;
    }
    const before = current;
    chosen = gateway;
    current = next;
    feeds.switched();
    sessions.gatewayChanged();
    await close(before, 'Another gateway was chosen.');
  };

  let changing = false;
  const choose: CommandHandlers['gateway.choose'] = async (gateway) => {
    if (chosen !== null || changing) {
      const kind = chosen?.kind ?? 'another';
      throw new ContractError({
        code: 'conflict',
        message: `This desk is already for the ${kind} gateway.`,
        advice: 'Start Deskcheck with another data folder (--data) for another gateway.',
      });
    }
    changing = true;
    try {
      await change(gateway);
    } catch (error) {
      if (!(error instanceof StartRefused)) throw error;
      throw new ContractError({ code: 'conflict', message: error.message, advice: error.advice });
    } finally {
      changing = false;
    }
    current.desk.publishStatus();
    return {};
  };

  /** A signature is the person's and not the window's: on a desk of real people they say their passphrase again. */
  const proveAgain = async (passphrase: string | null, caller: Caller): Promise<void> => {
    if (current.isPractice) return;
    if (passphrase === null) {
      throw new ContractError({
        code: 'bad-input',
        message: 'A signature needs the passphrase of who signs.',
        advice: 'Enter your passphrase.',
      });
    }
    const { personId } = caller.person;
    await sessions.requireProof(caller, personId, passphrase, 'signature');
    // While the passphrase was checked the window may have been locked or given to somebody else.
    if (caller.person.personId === personId) return;
    throw new ContractError({
      code: 'conflict',
      message: 'The window was given to another person meanwhile. Nothing was signed.',
      advice: 'Sign in again, and sign.',
    });
  };

  const service: DeskService = {
    commands: {
      ...commandsOfNow,
      'order.place': async (input, caller) => {
        requireStaffed(deskOfPeople());
        return commandsOfNow['order.place'](input, caller);
      },
      'order.place-bracket': async (input, caller) => {
        requireStaffed(deskOfPeople());
        return commandsOfNow['order.place-bracket'](input, caller);
      },
      ...peopleCommands(deskOfPeople, sessions, options.ports.secrets),
      'gateway.choose': choose,
      'readiness.start': (input, caller) =>
        current.readiness.commands['readiness.start'](input, caller),
      'readiness.stop': (input, caller) =>
        current.readiness.commands['readiness.stop'](input, caller),
      'readiness.resume': (input, caller) =>
        current.readiness.commands['readiness.resume'](input, caller),
      'readiness.read-attempt': (input, caller) =>
        current.readiness.commands['readiness.read-attempt'](input, caller),
      'readiness.check-history': (input, caller) =>
        current.readiness.commands['readiness.check-history'](input, caller),
      'readiness.compare': (input, caller) =>
        current.readiness.commands['readiness.compare'](input, caller),
      'report.build': (input, caller) => current.readiness.commands['report.build'](input, caller),
      'load.read-scenarios': (input, caller) =>
        current.load.commands['load.read-scenarios'](input, caller),
      'load.start': (input, caller) => current.load.commands['load.start'](input, caller),
      'load.stop': (input, caller) => current.load.commands['load.stop'](input, caller),
      'load.set-baseline': (input, caller) =>
        current.load.commands['load.set-baseline'](input, caller),
      'load.read-run': (input, caller) => current.load.commands['load.read-run'](input, caller),
      'load.note-frames': (input, caller) =>
        current.load.commands['load.note-frames'](input, caller),
      'runbook.read': (input, caller) => current.readiness.commands['runbook.read'](input, caller),
      'checklist.tick': (input, caller) =>
        current.readiness.commands['checklist.tick'](input, caller),
      'checklist.untick': (input, caller) =>
        current.readiness.commands['checklist.untick'](input, caller),
      'waiver.propose': (input, caller) =>
        current.readiness.commands['waiver.propose'](input, caller),
      'readiness.sign': async (input, caller) => {
        await proveAgain(input.passphrase, caller);
        return current.readiness.commands['readiness.sign'](input, caller);
      },
      'simulator.inject': (input, caller) =>
        current.board.commands['simulator.inject'](input, caller),
      'simulator.clear': (input, caller) =>
        current.board.commands['simulator.clear'](input, caller),
      'simulator.set-speed': (input, caller) =>
        current.board.commands['simulator.set-speed'](input, caller),
    },
    topics: {
      session: (_params, { windowId }) => sessions.feed(windowId),
      status: feeds.source('status'),
      watchlist: feeds.source('watchlist'),
      quotes: feeds.source('quotes'),
      bars: feeds.source('bars'),
      depth: feeds.source('depth'),
      orders: feeds.source('orders'),
      executions: feeds.source('executions'),
      positions: feeds.source('positions'),
      account: feeds.source('account'),
      alerts: feeds.source('alerts'),
      silences: feeds.source('silences'),
      deliveries: feeds.source('deliveries'),
      simulator: feeds.source('simulator'),
      activity: feeds.source('activity'),
      proposals: feeds.source('proposals'),
      risk: feeds.source('risk'),
      pnl: feeds.source('pnl'),
      kill: feeds.source('kill'),
      monitoring: feeds.source('monitoring'),
      readiness: feeds.source('readiness'),
      checks: feeds.source('checks'),
      attempts: feeds.source('attempts'),
      load: feeds.source('load'),
      loadSamples: feeds.source('loadSamples'),
      loadRuns: feeds.source('loadRuns'),
      checklist: feeds.source('checklist'),
      waivers: feeds.source('waivers'),
      certificate: feeds.source('certificate'),
    },
    refused: (command, message, caller) => refusedCommands.take(command, message, caller),
  };

  return {
    service,
    caller: (windowId) => sessions.caller(windowId),
    get ready() {
      return current.desk.ready;
    },
    figures: () => current.meter.figures(),
    facts: (fromSeq) => current.journal.facts(fromSeq),
    head: () => current.journal.head(),
    halt: (where, error) => current.desk.halt(where, error),
    close(reason) {
      locking.cancel();
      return close(current, reason);
    },
  };
}

function addressOf(
  gateway: GatewaySettings,
  simulator: SimulatedGatewayHandle | null,
): { host: string; port: number; clientId: number } {
  if (gateway.kind !== 'simulated') return gateway;
  if (simulator === null) throw new Error('The simulated gateway was not started.');
  return { host: simulator.host, port: simulator.port, clientId: clientIdDefault };
}

/** Commands that go to whichever desk is open when they are called. */
function currentCommands(desk: () => OpenDesk): OpenDesk['commands'] {
  return {
    'instrument.search': (input, caller) => desk().commands['instrument.search'](input, caller),
    'instrument.details': (input, caller) => desk().commands['instrument.details'](input, caller),
    'option-chain.read': (input, caller) => desk().commands['option-chain.read'](input, caller),
    'watchlist.add': (input, caller) => desk().commands['watchlist.add'](input, caller),
    'watchlist.remove': (input, caller) => desk().commands['watchlist.remove'](input, caller),
    'bars.read': (input, caller) => desk().commands['bars.read'](input, caller),
    'order.preview': (input, caller) => desk().commands['order.preview'](input, caller),
    'order.place': (input, caller) => desk().commands['order.place'](input, caller),
    'order.place-bracket': (input, caller) => desk().commands['order.place-bracket'](input, caller),
    'order.modify': (input, caller) => desk().commands['order.modify'](input, caller),
    'order.cancel': (input, caller) => desk().commands['order.cancel'](input, caller),
    'order.read': (input, caller) => desk().commands['order.read'](input, caller),
    'limits.read': (input, caller) => desk().commands['limits.read'](input, caller),
    'limits.history': (input, caller) => desk().commands['limits.history'](input, caller),
    'limits.propose': (input, caller) => desk().commands['limits.propose'](input, caller),
    'rearm.propose': (input, caller) => desk().commands['rearm.propose'](input, caller),
    'proposal.approve': (input, caller) => desk().commands['proposal.approve'](input, caller),
    'proposal.reject': (input, caller) => desk().commands['proposal.reject'](input, caller),
    'proposal.withdraw': (input, caller) => desk().commands['proposal.withdraw'](input, caller),
    'kill.engage': (input, caller) => desk().commands['kill.engage'](input, caller),
    'kill.drill': (input, caller) => desk().commands['kill.drill'](input, caller),
    'trading-state.set': (input, caller) => desk().commands['trading-state.set'](input, caller),
    'repeated-execution.reset': (input, caller) =>
      desk().commands['repeated-execution.reset'](input, caller),
    'alert.acknowledge': (input, caller) => desk().commands['alert.acknowledge'](input, caller),
    'alert.acknowledge-many': (input, caller) =>
      desk().commands['alert.acknowledge-many'](input, caller),
    'alert.resolve': (input, caller) => desk().commands['alert.resolve'](input, caller),
    'alert.read-resolved': (input, caller) => desk().commands['alert.read-resolved'](input, caller),
    'alert.history': (input, caller) => desk().commands['alert.history'](input, caller),
    'delivery.configure': (input, caller) => desk().commands['delivery.configure'](input, caller),
    'delivery.remove': (input, caller) => desk().commands['delivery.remove'](input, caller),
    'silence.make': (input, caller) => desk().commands['silence.make'](input, caller),
    'silence.end': (input, caller) => desk().commands['silence.end'](input, caller),
    'break.accept': (input, caller) => desk().commands['break.accept'](input, caller),
    'journal.read': (input, caller) => desk().commands['journal.read'](input, caller),
    'journal.verify': (input, caller) => desk().commands['journal.verify'](input, caller),
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StartRefused(
      `The data folder ${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}`,
      'Choose another folder with --data.',
    );
  }
}
