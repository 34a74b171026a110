import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ContractError } from '#shared/contract/error.ts';
import type { Caller, CommandHandlers, DeskTopics } from '#shared/contract/service.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import {
  loadSeriesSchema,
  type LoadEnd,
  type LoadMark,
  type LoadReport,
  type LoadRow,
  type LoadRun,
  type LoadSample,
  type LoadScenario,
  type LoadStatus,
} from '#shared/domain/load.ts';
import { maxSeed, type Environment, type Evidence } from '#shared/domain/readiness.ts';

import type { LoadedDesk } from '../load/desk-target.ts';
import { runLoad, type LoadMachine } from '../load/load-lab.ts';
import type { LoadRecord } from '../load/load-record.ts';
import { loadScenario, loadScenarios, referenceLine } from '../load/scenarios.ts';
import type { LoadedDesk as CheckedDesk, ScratchDesk } from '../readiness/check-world.ts';
import { EvidenceFolders } from '../readiness/evidence-folder.ts';
import { createFeed } from './feed.ts';
import type { Log } from './log.ts';
import type { Ports } from './ports.ts';
import { heldHeapBytes, processOfNow } from './this-machine.ts';

/** What the load lab needs of the desk it is at. */
export interface LoadBoardOptions {
  version: string;
  commit: string | null;
  /** Where what is measured lies: the folder of this kind of gateway. */
  folder: string;
  record(): LoadRecord;
  /** Takes facts down the desk's road; resolves once they are on disk. */
  take(facts: readonly NewFact[], caller?: Caller): Promise<void>;
  /** The desk itself. */
  desk: LoadedDesk;
  environment(): Environment;
  /** A desk of its own for a run; null where this desk cannot start others. */
  scratchDesk: ((seed: number) => Promise<ScratchDesk>) | null;
  /** What else goes on that no run may disturb, in a sentence; null where nothing does. */
  busyWith(): string | null;
  ports: Ports;
  log: Log;
}

export type LoadTopic = 'load' | 'loadSamples' | 'loadRuns';
export type LoadCommand =
  | 'load.read-scenarios'
  | 'load.start'
  | 'load.stop'
  | 'load.set-baseline'
  | 'load.read-run'
  | 'load.note-frames';

/** A run that goes on in this process. */
interface Going {
  run: LoadRun;
  phase: LoadStatus['phase'];
  stop: AbortController;
  /** Why a person has stopped it; null while nobody has. */
  stopReason: string | null;
  marks: LoadMark[];
  latest: LoadSample | null;
  /** Resolves when its end is on record. */
  ended: Promise<void>;
}

/** A screen that has not said for so long how many frames it draws does not watch any more, milliseconds. */
const framesHoldMs = 2_500;
const seriesFile = 'series.json';

/** The load lab at one desk: one run at a time, on record with what it measured, and shown while it goes on. */
export class LoadBoard {
  readonly #options: LoadBoardOptions;
  readonly #folders: EvidenceFolders;
  #going: Going | null = null;
  /** Of the run that goes on, else of the latest of this process. */
  #samples: LoadSample[] = [];
  #frames: { perSecond: number; at: number } | null = null;
  readonly status = createFeed<LoadStatus>(() => [this.#status()]);
  readonly samples = createFeed<LoadSample>(() => this.#samples);
  readonly runs = createFeed<LoadRow>(() => [...this.#options.record().values()]);
  readonly topics: Pick<DeskTopics, LoadTopic> = {
    load: () => this.status,
    loadSamples: () => this.samples,
    loadRuns: () => this.runs,
  };
  readonly commands: Pick<CommandHandlers, LoadCommand>;

  constructor(options: LoadBoardOptions) {
    this.#options = options;
    this.#folders = new EvidenceFolders(options.folder, 'load');
    this.commands = {
      'load.read-scenarios': async () => ({ scenarios: loadScenarios, reference: referenceLine }),
      'load.start': ({ scenarioId, seed }, caller) => this.#start(scenarioId, seed, caller),
      'load.stop': async ({ reason }) => {
        const going = this.#going;
        if (going === null) {
          throw refused('not-found', 'No load run goes on.', 'Start one first.');
        }
        going.stopReason ??= reason;
        going.stop.abort();
        await going.ended;
        return {};
      },
      'load.set-baseline': async ({ runId, isBaseline }, caller) => {
        const { scenario, summary } = this.#run(runId);
        if (summary === null) {
          throw refused(
            'conflict',
            'That run has measured nothing, so nothing can be compared with it.',
            'Choose one that has.',
          );
        }
        const body = { scenarioId: scenario.scenarioId, runId: isBaseline ? runId : null };
        const fact: NewFact = { kind: 'load.baseline-set', by: caller.person.personId, body };
        await options.take([fact], caller);
        for (const row of this.runs.snapshot()) this.runs.publish(row);
        return {};
      },
      'load.read-run': async ({ runId }) => {
        const { evidence } = this.#run(runId);
        const file = evidence.find((each) => each.file.endsWith(seriesFile));
        if (file === undefined) {
          throw refused('not-found', 'That run has left no series.', 'Choose another run.');
        }
        const problem = this.#folders.problemOf(runId, file);
        if (problem !== null) throw refused('conflict', problem, 'Its summary is on record.');
        const text = readFileSync(join(this.#folders.folderOf(runId), file.file), 'utf8');
        return { series: loadSeriesSchema.parse(JSON.parse(text)) };
      },
      'load.note-frames': async ({ framesPerSecond }) => {
        this.#frames = { perSecond: framesPerSecond, at: options.ports.clock.monotonic() };
        return {};
      },
    };
  }

  /** What goes on here that a readiness attempt would disturb, in a sentence; null where nothing does. */
  get busyWith(): string | null {
    return this.#going === null ? null : 'A load run goes on.';
  }

  /** Called once the desk is open: a run that was going on when the program ended was interrupted. */
  takeUp(): void {
    const left = [...this.#options.record().values()].filter(({ state }) => state === 'running');
    if (left.length === 0) return;
    const facts = left.map(({ runId }): NewFact =>
      endedFact({
        runId,
        state: 'interrupted',
        reason: 'The program ended while it went on.',
        summary: null,
        evidence: [],
      }),
    );
    this.#options.take(facts).then(
      () => {
        for (const { runId } of left) this.runs.publish(this.#run(runId));
      },
      (error: unknown) =>
        this.#options.log.error({ err: error }, 'An interrupted load run could not be recorded.'),
    );
  }

  /** Resolves when nothing goes on any more; what was measured is on record. */
  async close(): Promise<void> {
    const going = this.#going;
    if (going === null) return;
    going.stop.abort();
    await going.ended;
  }

  /** Tells whoever looks whether a run can be started now. */
  publishStatus(): void {
    this.status.publish(this.#status());
  }

  /** Puts a scenario on a desk for a readiness check, whose run is what goes on record. */
  runForCheck(scenario: LoadScenario, on: CheckedDesk, signal: AbortSignal): Promise<LoadReport> {
    return runLoad({
      runId: 'check',
      scenario,
      desk: {
        call: (command, input) => on.call(command, input),
        feed: (topic, params) => on.feed(topic, params),
        market: on.market ?? null,
        gateway: on.gateway ?? null,
      },
      journal: on.journal ?? null,
      machine: this.#machine(),
      signal,
    });
  }

  #machine(): LoadMachine {
    return {
      clock: this.#options.ports.clock,
      process: processOfNow,
      heldHeapBytes,
      framesPerSecond: () => this.#framesNow(),
    };
  }

  async #start(
    scenarioId: string,
    seed: number | null,
    caller: Caller,
  ): Promise<{ runId: string }> {
    const { ports, version, commit } = this.#options;
    const busy = this.busyWith ?? this.#options.busyWith();
    if (busy !== null) throw refused('conflict', busy, 'Wait until it has ended, or stop it.');
    const scenario = loadScenario(scenarioId);
    if (scenario === null) {
      throw refused(
        'not-found',
        `There is no load scenario ${scenarioId}.`,
        'Choose one of the list.',
      );
    }
    if (scenario.drives === 'scratch' && this.#options.scratchDesk === null) {
      throw refused('conflict', 'This desk cannot start another one to put load on.', '');
    }
    const run: LoadRun = {
      runId: ports.ids.next(),
      scenario,
      seed: seed ?? Math.floor(ports.random.next() * maxSeed),
      by: caller.person.personId,
      beganAt: new Date(ports.clock.now()).toISOString(),
      version,
      commit,
      environment: this.#options.environment(),
    };
    const going: Going = {
      run,
      phase: 'starting',
      stop: new AbortController(),
      stopReason: null,
      marks: [],
      latest: null,
      ended: Promise.resolve(),
    };
    // From here on nobody else starts one.
    this.#going = going;
    try {
      await this.#options.take([{ kind: 'load.began', by: run.by, body: { run } }], caller);
    } catch (error) {
      this.#going = null;
      throw error;
    }
    for (const { sample } of this.#samples) this.samples.remove(sample);
    this.#samples = [];
    going.ended = this.#go(going, caller);
    this.runs.publish(this.#run(run.runId));
    this.publishStatus();
    return { runId: run.runId };
  }

  /** Never rejects: what goes wrong is the run's end. */
  async #go(going: Going, caller: Caller): Promise<void> {
    const { runId } = going.run;
    const end = await this.#measure(going);
    try {
      await this.#options.take([endedFact(end)], caller);
    } catch (error) {
      // The road says itself that it records no more; the run is found running, and interrupted, at the next start.
      this.#options.log.error({ err: error }, 'The end of a load run could not be recorded.');
    }
    this.#going = null;
    this.runs.publish(this.#run(runId));
    this.publishStatus();
  }

  async #measure(going: Going): Promise<LoadEnd> {
    const { runId, scenario, seed } = going.run;
    let scratch: ScratchDesk | null = null;
    try {
      if (scenario.drives === 'scratch') {
        scratch = (await this.#options.scratchDesk?.(seed)) ?? null;
        await scratch?.ready();
      }
      const { ended, summary, series } = await this.#runOf(going, scratch);
      const evidence = this.#keep(runId, scenario.scenarioId, series, summary);
      const left = going.stopReason === null ? 'The desk was stopped.' : going.stopReason;
      const state =
        ended === 'completed' ? ended : going.stopReason === null ? 'interrupted' : ended;
      const reason = ended === 'completed' ? 'It came to its end.' : left;
      return { runId, state, reason, summary, evidence };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const isStopped = going.stop.signal.aborted;
      return {
        runId,
        state: isStopped ? 'stopped' : 'failed',
        reason: isStopped ? (going.stopReason ?? 'The desk was stopped.') : reason,
        summary: null,
        evidence: [],
      };
    } finally {
      await scratch?.close().catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'The desk of a load run could not be closed.');
      });
    }
  }

  #runOf(going: Going, scratch: ScratchDesk | null): Promise<LoadReport> {
    const { desk } = this.#options;
    const { signal } = going.stop;
    signal.throwIfAborted();
    return runLoad({
      runId: going.run.runId,
      scenario: going.run.scenario,
      desk: scratch ?? desk,
      journal: scratch?.journal ?? null,
      machine: this.#machine(),
      signal,
      onMarks: (marks) => {
        going.marks = [...marks];
        this.publishStatus();
      },
      onBegin: (phase) => {
        going.phase = phase;
        this.publishStatus();
      },
      onSample: (sample) => {
        going.latest = sample;
        this.#samples.push(sample);
        this.samples.publish(sample);
        this.publishStatus();
      },
    });
  }

  #keep(
    runId: string,
    scenarioId: string,
    series: LoadReport['series'],
    summary: LoadReport['summary'],
  ): Evidence[] {
    const file = (name: string, title: string, contents: unknown): Evidence =>
      this.#folders.keep(runId, scenarioId, { name, title, contents: JSON.stringify(contents) });
    return [
      file(seriesFile, 'Every half second, and every duration counted', series),
      file('summary.json', 'What was measured', summary),
    ];
  }

  #framesNow(): number | null {
    const frames = this.#frames;
    if (frames === null) return null;
    const age = this.#options.ports.clock.monotonic() - frames.at;
    return age > framesHoldMs ? null : frames.perSecond;
  }

  #run(runId: string): LoadRow {
    const held = this.#options.record().get(runId);
    if (held !== undefined) return held;
    throw refused('not-found', `There is no load run ${runId}.`, 'Choose one from the list.');
  }

  #status(): LoadStatus {
    const going = this.#going;
    if (going === null) {
      return {
        key: 'load',
        run: null,
        phase: 'idle',
        share: 0,
        secondsLeft: null,
        stage: null,
        marks: [],
        busyWith: this.#options.busyWith(),
      };
    }
    const { scenario } = going.run;
    const totalMs = scenario.stages.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
    const atMs = going.latest?.atMs ?? 0;
    const warmUpMs = going.latest === null ? scenario.warmUpSeconds * 1000 : 0;
    return {
      key: 'load',
      run: going.run,
      phase: going.phase,
      share: Math.min(1, atMs / totalMs),
      secondsLeft: Math.max(0, totalMs - atMs + warmUpMs) / 1000,
      stage: going.latest === null ? null : (scenario.stages[going.latest.stage]?.title ?? null),
      marks: [...going.marks],
      busyWith: this.busyWith,
    };
  }
}

function endedFact(end: LoadEnd): NewFact {
  return { kind: 'load.ended', by: 'desk', body: end };
}

function refused(code: 'conflict' | 'not-found', message: string, advice: string): ContractError {
  return new ContractError({ code, message, advice });
}
