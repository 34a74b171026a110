import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/commands.ts';
import type { TopicFeed } from '#shared/contract/service.ts';
import type { TopicItem, TopicName, TopicParams } from '#shared/contract/topics.ts';
import type { Requirement } from '#shared/domain/certification.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { GatewayBooks } from '#shared/domain/gateway-books.ts';
import type { GatewayKind } from '#shared/domain/gateway.ts';
import type { Limits } from '#shared/domain/limits.ts';
import type { Person } from '#shared/domain/people.ts';
import type { LoadReport, LoadScenario } from '#shared/domain/load.ts';
import type { Clock, RandomSource } from '#shared/domain/ports.ts';
import type { CheckListing, CheckRun, Configuration } from '#shared/domain/readiness.ts';
import type { SimulatorFaultInput, SimulatorStatus } from '#shared/domain/simulator-fault.ts';

/** Makes trouble at a simulated gateway. Each rejects with a sentence. */
export interface GatewayTrouble {
  inject(fault: SimulatorFaultInput): Promise<void>;
  /** Ends one lasting fault, or with null all of them. */
  clear(faultId: number | null): Promise<void>;
  /** Simulated time over wall time, 1 to 1000. */
  setSpeed(speed: number): Promise<void>;
  status(): Promise<SimulatorStatus>;
  /** Its own orders and executions, asked beside the desk. */
  books(): Promise<GatewayBooks>;
}

/** Whom a check acts as, where it matters who: the orders of one are not acknowledged by the same. */
export type Hand = 'trader' | 'risk-officer' | 'second-risk-officer';

/** Who places the orders of the checks, on record. */
export const checksTrader = 'readiness';

/** A running desk, as a check reaches it: through its contract, like every screen, and through its journal. */
export interface DeskReached {
  /** Rejects with a ContractError where the desk refuses. */
  call<C extends CommandName>(
    command: C,
    input: CommandInput<C>,
    hand?: Hand,
  ): Promise<CommandOutput<C>>;
  /** What a screen would be shown. */
  feed<T extends TopicName>(topic: T, params: TopicParams<T>): TopicFeed<TopicItem<T>>;
  /** The journal's facts from a seq on, in order. */
  facts(fromSeq: number): Iterable<Fact>;
  /** Seq and hash of the journal's last fact. */
  head(): { seq: number; hash: string };
  /** Null with any gateway but the simulated one. */
  readonly gateway: GatewayTrouble | null;
  /** The Prometheus text the desk answers scrapers with. */
  metrics(): string;
}

/** How a scratch desk and its gateway differ from those that ship. */
export interface ScratchOptions {
  /** As which kind the desk takes its gateway; simulated unless given. */
  gatewayKind?: GatewayKind;
  /** Of the market; the attempt's unless given. */
  seed?: number;
  limits?: Partial<Limits>;
  /** What the simulated gateway replays from its first day on, such as `SPY@2008-10`. */
  replay?: string;
  speed?: number;
  /** `DU…` accounts are paper, `U…` live ones. */
  accounts?: readonly string[];
  startingCash?: number;
  /** From an order's acceptance to the exchange, milliseconds. */
  latencyMs?: number;
  /** Ticks of an instrument in a second. */
  quoteRate?: number;
  /** True lifts the pacing of messages on both ends. */
  unpaced?: true;
  /** Reconciles this often in place of every minute, milliseconds. */
  reconcileEveryMs?: number;
}

/** The market and the journal of a desk under load. */
export interface UnderLoad {
  readonly market: {
    /** Has the gateway send these sizes of a last trade, now and in this order. */
    sendTicks(ticks: readonly { instrumentId: number; lastSize: number }[]): Promise<void>;
  };
  readonly journal: {
    /** Calls for every transaction: how long its oldest fact waited for it, and what it took with its sync; milliseconds. */
    onCommit(listener: (commit: { lagMs: number; syncMs: number }) => void): () => void;
    /** Of the write-ahead log. */
    walBytes(): number;
  };
}

/** A desk made for one check, on a simulated gateway of its own: what is done to it harms nobody. */
export interface ScratchDesk extends DeskReached, UnderLoad {
  readonly gateway: GatewayTrouble;
  /** Resolves once the desk takes new risk: its link is ready, its losses are valued. */
  ready(): Promise<void>;
  /**
   * Puts the wall clock of the desk forward, and with it the time that people are given: what has a deadline is due when
   * the desk next looks. Timers, heartbeats and the age of quotes go on as they were. @param ms more than 0.
   */
  putClockForward(ms: number): void;
  /** Stops the desk and starts it again on the same journal, at the same gateway. */
  restart(): Promise<void>;
  /** Stops desk and gateway and removes the folder. */
  close(): Promise<void>;
}

/** What is installed, and how its process and machine are. */
export interface Installation {
  readonly configuration: Configuration;
  /** Who may sign in at the desk; of a practice desk the ready-made ones. */
  people(): readonly Person[];
  /** Ids of people who have a passphrase that opens; null on a practice desk, whose people need none. */
  withPassphrase(): ReadonlySet<string> | null;
  /** Every check there is. */
  readonly checks: readonly CheckListing[];
  /** What must be proven, as it ships. */
  readonly requirements: readonly Requirement[];
  /** Markdown; null where none is installed. */
  runbook(): string | null;
  /** What is wrong with the files that people attached to the checklist, each a sentence. */
  attachmentProblems(): string[];
  /** Each null while it is not known. */
  machine(): { eventLoopDelayMs: number | null; freeDiskBytes: number | null };
  process(): { residentBytes: number; heapBytes: number; cpuMs: number };
  /** Recomputes the chain and every derived table. */
  verifyJournal(): Promise<{ ok: boolean; facts: number; difference: string | null }>;
  /** Makes a backup, opens it as a desk would, and says up to which fact it reaches. */
  backUp(): Promise<{ seq: number; hash: string }>;
  /** How the journal's database is set, as it says now: `synchronous`, `journal_mode` … */
  storeSettings(): Readonly<Record<string, number | string>>;
}

/** A report that was built to see that it can be; its folder is gone. */
export interface TrialReport {
  /** Every file its manifest names. */
  files: readonly { file: string; sha256: string; bytes: number }[];
  /** The last fact it was built from. */
  journal: { seq: number; hash: string };
  /** What is not as the manifest or the journal says it, each a sentence. */
  problems: readonly string[];
  /** Contents of `recommendations.json`. */
  recommendations: string;
}

/** The load lab, as a check uses it. */
export interface LoadLab {
  /** Throws where there is none of that name. */
  scenario(scenarioId: string): LoadScenario;
  /** How a scratch desk must be so that its pace is its own. */
  readonly unhindered: ScratchOptions;
  /**
   * Puts a scenario on a desk and measures what becomes of it. What it has begun it ends, also where the check is told to
   * stop. Rejects with a sentence where it cannot begin.
   */
  run(scenario: LoadScenario, desk: LoadedDesk): Promise<LoadReport>;
}

/**
 * A desk that load can be put on; without a market of its own there are no quotes among it, and without a gateway of its own
 * nothing goes wrong meanwhile.
 */
export type LoadedDesk = Pick<DeskReached, 'call' | 'feed'> &
  Partial<UnderLoad & Pick<DeskReached, 'gateway'>>;

/** Everything a check may touch. */
export interface CheckWorld {
  readonly gatewayKind: GatewayKind;
  readonly seed: number;
  /** Chance of this check: the same seed gives it the same draws. */
  readonly random: RandomSource;
  readonly clock: Clock;
  /** Aborted when a person stops the attempt, and when the check has taken too long. */
  readonly signal: AbortSignal;
  /** The desk that is certified. */
  readonly desk: DeskReached;
  /** Starts a desk for this check alone. It is closed with the check, whatever becomes of it. */
  scratchDesk(options?: ScratchOptions): Promise<ScratchDesk>;
  readonly installation: Installation;
  readonly load: LoadLab;
  /** What has run in this attempt before this check. */
  readonly runs: readonly CheckRun[];
  /** What is wrong with the evidence of runs of this attempt, each a sentence; empty where it is as they recorded it. */
  evidenceProblems(runs: readonly CheckRun[]): string[];
  /** The report of this attempt so far. It is built at the first call; every later one gives the same. */
  report(): Promise<TrialReport>;
  /** Says how far it is, 0 to 1, and with what, for whoever watches. */
  progress(share: number, doing: string): void;
}
