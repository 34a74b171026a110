import { ContractError } from '#shared/contract/error.ts';
import type { Caller, CommandHandlers, DeskTopics } from '#shared/contract/service.ts';
import type { Fact, FactKind, NewFact } from '#shared/domain/fact.ts';
import type { GatewayKind } from '#shared/domain/gateway.ts';
import {
  maxSeed,
  phases,
  type Attempt,
  type CheckListing,
  type CheckRun,
  type Environment,
} from '#shared/domain/readiness.ts';
import type {
  AttemptRow,
  CheckStatus,
  ReadinessScore,
  ReadinessStatus,
} from '#shared/domain/readiness-verdict.ts';

import { changedSince } from '../readiness/changed-since.ts';
import { checkHistory, flakyChecks } from '../readiness/check-history.ts';
import { compareAttempts } from '../readiness/compare-attempts.ts';
import type { Check } from '../readiness/check.ts';
import type {
  CheckWorld,
  DeskReached,
  Installation,
  LoadLab,
  ScratchDesk,
  ScratchOptions,
  TrialReport,
} from '../readiness/check-world.ts';
import {
  certificateStanding,
  currentCertificate,
  waiversAt,
  type CertificationRecord,
} from '../readiness/certification-record.ts';
import type { EvidenceFolders } from '../readiness/evidence-folder.ts';
import { goThrough } from '../readiness/go-through.ts';
import {
  latest,
  runningAttempt,
  type AttemptRecord,
  type ReadinessRecord,
} from '../readiness/readiness-record.ts';
import { scoreOf } from '../readiness/score.ts';
import { expiryOf } from '../readiness/signing.ts';
import { seededRandom } from '../readiness/seeded-random.ts';
import { verdictOf } from '../readiness/verdict.ts';
import { createFeed } from './feed.ts';
import type { Log } from './log.ts';
import type { Ports } from './ports.ts';

/** What readiness needs of the desk it certifies. */
export interface ReadinessOptions {
  checks: readonly Check[];
  gatewayKind: GatewayKind;
  record(): ReadinessRecord;
  certification: () => CertificationRecord;
  folders: EvidenceFolders;
  /** Takes facts down the desk's road; resolves once they are on disk. */
  take(facts: readonly NewFact[], caller?: Caller): Promise<void>;
  desk: DeskReached;
  installation: Installation;
  environment(): Environment;
  /** Null where this desk cannot start others: then what needs one is skipped. */
  scratchDesk: ((options: ScratchOptions) => Promise<ScratchDesk>) | null;
  /** Builds the report of an attempt to see that it can be. */
  trialReport: (attemptId: string) => Promise<TrialReport>;
  /** The lab, for a check that is over once its signal is aborted. */
  load(signal: AbortSignal): LoadLab;
  /** What else goes on that no attempt may disturb, in a sentence; null where nothing does. */
  busyWith(): string | null;
  ports: Ports;
  log: Log;
}

export type ReadinessTopic = 'readiness' | 'checks' | 'attempts';
export type ReadinessCommand =
  | 'readiness.start'
  | 'readiness.stop'
  | 'readiness.resume'
  | 'readiness.read-attempt'
  | 'readiness.check-history'
  | 'readiness.compare';

/** The latest run of every check that ever ran, and the attempt it was in. */
type LatestRuns = Map<string, { run: CheckRun; attempt: Attempt }>;

/** What, beside an attempt's own facts, changes how ready the desk is. */
const touching: ReadonlySet<FactKind> = new Set<FactKind>([
  'limits.changed',
  'waiver.granted',
  'certificate.issued',
  'certificate.invalidated',
  'certificate.expired',
]);

/** An attempt that runs in this process. */
interface Going {
  attemptId: string;
  stop: AbortController;
  /** Why a person has stopped it; null while nobody has. */
  stopReason: string | null;
  doing: ReadinessStatus['doing'];
  /** Of what has run; null until a check asks for it. */
  report: Promise<TrialReport> | null;
  /** Resolves when its end is on record. */
  ended: Promise<void>;
}

/** Readiness at one desk: goes through the checks of an attempt, records every run, and shows how it stands. */
export class ReadinessBoard {
  readonly #options: ReadinessOptions;
  #going: Going | null = null;
  readonly status = createFeed<ReadinessStatus>(() => [this.#status()]);
  readonly checks = createFeed<CheckStatus>(() => this.#checkStatuses());
  readonly attempts = createFeed<AttemptRow>(() =>
    [...this.#options.record().values()].map((each) => this.#rowOf(each)),
  );
  readonly topics: Pick<DeskTopics, ReadinessTopic> = {
    readiness: () => this.status,
    checks: () => this.checks,
    attempts: () => this.attempts,
  };
  readonly commands: Pick<CommandHandlers, ReadinessCommand>;

  constructor(options: ReadinessOptions) {
    this.#options = options;
    this.commands = {
      'readiness.start': async ({ phases: asked, seed }, caller) => {
        this.#refuseWhileGoing();
        const { ports } = options;
        const attempt: Attempt = {
          attemptId: ports.ids.next(),
          phases: [...new Set(asked)].toSorted((a, b) => a - b),
          seed: seed ?? Math.floor(ports.random.next() * maxSeed),
          state: 'running',
          by: caller.person.personId,
          beganAt: this.#now(),
          endedAt: null,
          configuration: options.installation.configuration,
          environment: options.environment(),
        };
        await options.take([{ kind: 'attempt.began', by: attempt.by, body: { attempt } }], caller);
        this.#go(attempt, [], caller);
        return { attemptId: attempt.attemptId };
      },
      'readiness.stop': async ({ reason }) => {
        const going = this.#going;
        if (going === null) {
          throw refused('not-found', 'No readiness attempt runs.', 'Start one first.');
        }
        going.stopReason ??= reason;
        going.stop.abort();
        await going.ended;
        return {};
      },
      'readiness.resume': async ({ attemptId }, caller) => {
        this.#refuseWhileGoing();
        const held = this.attempt(attemptId);
        const refusal = this.#resumeRefusal(held.attempt);
        if (refusal !== null) throw refused('conflict', refusal, 'Start a new attempt.');
        const { personId } = caller.person;
        await options.take(
          [{ kind: 'attempt.resumed', by: personId, body: { attemptId } }],
          caller,
        );
        this.#go(held.attempt, held.runs, caller);
        return {};
      },
      'readiness.check-history': async ({ checkId }) => ({
        entries: checkHistory(options.record(), checkId),
      }),
      'readiness.compare': async ({ before, after }) => {
        const [earlier, later] = [this.attempt(before), this.attempt(after)];
        return {
          changed: changedSince(earlier.attempt.configuration, later.attempt.configuration),
          checks: compareAttempts(earlier.runs, later.runs, flakyChecks(options.record())),
        };
      },
      'readiness.read-attempt': async ({ attemptId }) => {
        const { attempt, runs } = this.attempt(attemptId);
        return { attempt, runs: [...runs], score: this.scoreOf({ attempt, runs }) };
      },
    };
  }

  /** What goes on here that a load run would disturb, in a sentence; null where nothing does. */
  get busyWith(): string | null {
    return this.#going === null ? null : 'A readiness attempt is already running.';
  }

  /** Resolves when nothing runs any more; where something did, it is on record as interrupted. */
  async close(): Promise<void> {
    const going = this.#going;
    if (going === null) return;
    going.stop.abort();
    await going.ended;
  }

  /** Called once the desk is open: an attempt that was running when the program ended was interrupted. */
  takeUp(): void {
    const left = runningAttempt(this.#options.record());
    if (left === null) return;
    const { attemptId } = left.attempt;
    const reason = 'The program ended while it ran. What had run is kept.';
    this.#options.take([endedFact(attemptId, 'interrupted', reason)]).then(
      () => this.publishAll(),
      (error: unknown) =>
        this.#options.log.error({ err: error }, 'An interrupted attempt could not be recorded.'),
    );
  }

  #go(attempt: Attempt, alreadyRan: readonly CheckRun[], caller: Caller): void {
    const stop = new AbortController();
    const checks = this.#checksOf(attempt);
    const going: Going = {
      attemptId: attempt.attemptId,
      stop,
      stopReason: null,
      doing: null,
      report: null,
      ended: Promise.resolve(),
    };
    this.#going = going;
    going.ended = this.#goThrough(attempt, checks, alreadyRan, going, caller).catch(
      (error: unknown) => {
        // The road says itself that it records no more; the attempt is then found running, and interrupted, at the next start.
        this.#options.log.error({ err: error }, 'A readiness attempt could not be recorded.');
        this.#going = null;
        this.publishAll();
      },
    );
    this.publishAll();
  }

  async #goThrough(
    attempt: Attempt,
    checks: readonly Check[],
    alreadyRan: readonly CheckRun[],
    going: Going,
    caller: Caller,
  ): Promise<void> {
    const { attemptId } = attempt;
    const { clock } = this.#options.ports;
    const ended = await goThrough(
      checks,
      {
        gatewayKind: this.#options.gatewayKind,
        clock,
        alreadyRan,
        worldOf: (check, runs, signal) => this.#worldOf(attempt, check, runs, signal, going),
        keep: (checkId, file) => this.#options.folders.keep(attemptId, checkId, file),
        began: (check) => {
          const ran = this.attempt(attemptId).runs.length;
          going.doing = {
            checkId: check.checkId,
            share: null,
            doing: '',
            ran,
            checks: checks.length,
          };
          this.#publish(check.checkId);
        },
        ran: async (run) => {
          await this.#options.take(
            [{ kind: 'check.ran', by: 'desk', body: { attemptId, run } }],
            caller,
          );
          this.#publish(run.checkId);
        },
      },
      going.stop.signal,
    );
    const reason =
      going.stopReason ??
      (ended === 'completed' ? 'Every check of it has run.' : 'The desk was stopped.');
    const state = ended === 'completed' ? ended : going.stopReason === null ? 'interrupted' : ended;
    await this.#options.take([endedFact(attemptId, state, reason)], caller);
    this.#going = null;
    this.publishAll();
  }

  #worldOf(
    attempt: Attempt,
    check: Check,
    runs: readonly CheckRun[],
    signal: AbortSignal,
    going: Going,
  ): { world: CheckWorld; close(): Promise<void> } {
    const { ports, desk, installation, gatewayKind, scratchDesk } = this.#options;
    const scratch: Promise<ScratchDesk>[] = [];
    const world: CheckWorld = {
      gatewayKind,
      seed: attempt.seed,
      random: seededRandom(`${attempt.seed} ${check.checkId}`),
      clock: ports.clock,
      signal,
      desk,
      installation,
      load: this.#options.load(signal),
      runs,
      scratchDesk: async (options = {}) => {
        if (scratchDesk === null) throw new Error('This desk cannot start another one.');
        signal.throwIfAborted();
        const starting = scratchDesk({ seed: attempt.seed, ...options });
        scratch.push(starting);
        return starting;
      },
      progress: (share, doing) => {
        if (going.doing?.checkId !== check.checkId) return;
        going.doing = { ...going.doing, share, doing };
        this.status.publish(this.#status());
      },
      evidenceProblems: (ofRuns) => this.evidenceProblems({ attempt, runs: ofRuns }),
      report: () => {
        going.report ??= this.#options.trialReport(attempt.attemptId);
        return going.report;
      },
    };
    return {
      world,
      close: async () => {
        for (const starting of await Promise.allSettled(scratch)) {
          if (starting.status === 'fulfilled') await starting.value.close();
        }
      },
    };
  }

  /** An attempt on record. Throws {@link ContractError} `not-found`. */
  attempt(attemptId: string): AttemptRecord {
    const held = this.#options.record().get(attemptId);
    if (held !== undefined) return held;
    throw refused('not-found', `There is no attempt ${attemptId}.`, 'Choose one from the list.');
  }

  #checksOf(attempt: Pick<Attempt, 'phases'>): Check[] {
    return this.#options.checks.filter(({ phase }) => attempt.phases.includes(phase));
  }

  #refuseWhileGoing(): void {
    const busy = this.busyWith ?? this.#options.busyWith();
    if (busy !== null) throw refused('conflict', busy, 'Wait until it has ended, or stop it.');
  }

  /** Why an attempt cannot go on, in a sentence; null where it can. */
  #resumeRefusal({ state, configuration }: Attempt): string | null {
    if (state === 'completed') return 'That attempt is complete.';
    const changed = changedSince(configuration, this.#options.installation.configuration);
    return changed === null ? null : `Since that attempt began, ${changed}.`;
  }

  /** What is on record under the configuration of now: the latest run of every check. */
  #latestRuns(): LatestRuns {
    const runs: LatestRuns = new Map();
    for (const { attempt, runs: ran } of this.#options.record().values()) {
      for (const run of ran) runs.set(run.checkId, { run, attempt });
    }
    return runs;
  }

  #isOutdated({ configuration }: Attempt): boolean {
    return changedSince(configuration, this.#options.installation.configuration) !== null;
  }

  /** The latest attempt at every phase; null where there was none. */
  latestWhole(): AttemptRecord | null {
    const isWhole = ({ attempt }: AttemptRecord): boolean =>
      phases.every(({ phase }) => attempt.phases.includes(phase));
    return latest(this.#options.record(), isWhole);
  }

  /** The latest run of a check, whatever the configuration was; null where it never ran. */
  latestRun(checkId: string): CheckRun | null {
    return this.#latestRuns().get(checkId)?.run ?? null;
  }

  /** Of an attempt alone, with what is waived now. */
  scoreOf({ attempt, runs }: AttemptRecord): ReadinessScore {
    return scoreOf(this.#checksOf(attempt), runs, this.#waived());
  }

  /** Of the latest run of every check under the configuration of now; what is too long ago counts no more. */
  scoreNow(): ReadinessScore {
    const now = this.#options.ports.clock.now();
    const runs = [...this.#latestRuns().values()]
      .filter(({ attempt }) => !this.#isOutdated(attempt))
      .filter(({ attempt }) => now < expiryOf(attempt.endedAt ?? attempt.beganAt))
      .map(({ run }) => run);
    return scoreOf(this.#options.checks, runs, this.#waived());
  }

  /** What is wrong with the files an attempt has left, each a sentence. */
  evidenceProblems({ attempt, runs }: AttemptRecord): string[] {
    return runs.flatMap(({ evidence }) =>
      evidence.flatMap((each) => this.#options.folders.problemOf(attempt.attemptId, each) ?? []),
    );
  }

  /** Facts that are on disk: what they change of how ready the desk is, is shown. */
  heard(facts: readonly Fact[]): void {
    if (facts.some(({ kind }) => touching.has(kind))) this.publishAll();
  }

  #waived(): Set<string> {
    const { certification, ports } = this.#options;
    const waivers = waiversAt(certification(), ports.clock.now());
    return new Set(waivers.filter(({ expired }) => !expired).map(({ checkId }) => checkId));
  }

  #status(): ReadinessStatus {
    const record = this.#options.record();
    const { gatewayKind, certification, installation, ports } = this.#options;
    const score = this.scoreNow();
    const { state } = certificateStanding(
      currentCertificate(certification()),
      installation.configuration,
      ports.clock.now(),
    );
    return {
      key: 'readiness',
      verdict: verdictOf({ score, gatewayKind, certificate: state }),
      score,
      attempt: (runningAttempt(record) ?? latest(record, () => true))?.attempt ?? null,
      doing: this.#going?.doing ?? null,
    };
  }

  #checkStatuses(): CheckStatus[] {
    const latestRuns = this.#latestRuns();
    return this.#options.checks.map((check) => this.#checkStatus(check, latestRuns));
  }

  #checkStatus(check: Check, latestRuns: LatestRuns): CheckStatus {
    const listing = listingOf(check);
    const { checkId, phase } = listing;
    const found = latestRuns.get(checkId);
    const going = this.#going;
    const held = going === null ? null : this.attempt(going.attemptId);
    const isWaiting =
      held !== null &&
      held.attempt.phases.includes(phase) &&
      !held.runs.some((run) => run.checkId === checkId);
    const ran = found?.run.result ?? 'not-run';
    return {
      ...listing,
      state:
        going?.doing?.checkId === checkId && isWaiting ? 'running' : isWaiting ? 'waiting' : ran,
      run: found?.run ?? null,
      attemptId: found?.attempt.attemptId ?? null,
      outdated: found !== undefined && this.#isOutdated(found.attempt),
    };
  }

  #rowOf({ attempt, runs }: AttemptRecord): AttemptRow {
    const count = (result: CheckRun['result']): number =>
      runs.filter((run) => run.result === result).length;
    return {
      ...attempt,
      share: this.scoreOf({ attempt, runs }).share,
      passed: count('passed'),
      failed: count('failed'),
      skipped: count('skipped'),
    };
  }

  #publish(checkId: string): void {
    const check = this.#options.checks.find((each) => each.checkId === checkId);
    if (check !== undefined) this.checks.publish(this.#checkStatus(check, this.#latestRuns()));
    this.status.publish(this.#status());
    const going = this.#going;
    if (going !== null) this.attempts.publish(this.#rowOf(this.attempt(going.attemptId)));
  }

  publishAll(): void {
    this.status.publish(this.#status());
    for (const each of this.#checkStatuses()) this.checks.publish(each);
    for (const each of this.attempts.snapshot()) this.attempts.publish(each);
  }

  #now(): string {
    return new Date(this.#options.ports.clock.now()).toISOString();
  }
}

function listingOf(check: CheckListing): CheckListing {
  const { checkId, title, why, phase, weight, critical, negativeControl, gateways, needs } = check;
  const { ownGateway } = check;
  return {
    checkId,
    title,
    why,
    phase,
    weight,
    critical,
    negativeControl,
    gateways,
    ...(ownGateway === undefined ? {} : { ownGateway }),
    needs,
  };
}

function endedFact(
  attemptId: string,
  state: 'completed' | 'stopped' | 'interrupted',
  reason: string,
): NewFact {
  return { kind: 'attempt.ended', by: 'desk', body: { attemptId, state, reason } };
}

function refused(code: 'conflict' | 'not-found', message: string, advice: string): ContractError {
  return new ContractError({ code, message, advice });
}
