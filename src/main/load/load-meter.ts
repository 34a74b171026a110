import type {
  DurationCounts,
  ErrorCount,
  FaultFigures,
  KindFigures,
  LoadSample,
  LoadStage,
  LoadSummary,
  MemoryFigures,
  OperationKind,
  StageFigures,
} from '#shared/domain/load.ts';

import { Durations } from './durations.ts';
import { keptUp, kneeOf } from './knee.ts';
import { stageSpans, type Operation } from './schedule.ts';
import { slopeOf } from './slope.ts';

/** How the process and the journal are at one moment, for a sample. */
export type MachineReading = Pick<
  LoadSample,
  | 'loopDelayMs'
  | 'cpuPercent'
  | 'residentMb'
  | 'heapMb'
  | 'journalLagMs'
  | 'syncMs'
  | 'walMb'
  | 'framesPerSecond'
>;

const kinds: readonly OperationKind[] = ['quote', 'order'];
const fewestForSlope = 4;

interface OfKind {
  offered: number;
  achieved: number;
  readonly errors: Map<string, number>;
  readonly latency: Durations;
  readonly service: Durations;
  /** Of the sample that is not over. */
  recent: Durations;
}

interface OfStage {
  offered: number;
  achieved: number;
  errors: number;
  /** As it ended; null while it has not. */
  backlog: number | null;
  /** Whether it looked kept up with as it ended. */
  lookedKeptUp: boolean;
  lastEndMs: number;
  readonly latency: Durations;
}

interface OfFault {
  readonly title: string;
  readonly fromMs: number;
  /** Null while it goes on. */
  toMs: number | null;
  offered: number;
  readonly errors: Map<string, number>;
  readonly latency: Durations;
}

/** What is measured of a run beside its operations. */
interface Beside {
  heapGrowthKb: number;
  leftOpen: number;
  /** Null where the journal could not be watched. */
  journal: { lag: Durations; sync: Durations } | null;
  loopDelay: Durations;
  /** Whether it ramps up to where it no longer keeps up. */
  ramps: boolean;
  /** Whether anything was planned to go wrong. */
  hasFaults: boolean;
}

/** Counts and times the operations of a run. Moments are milliseconds since the beginning of the schedule. */
export class LoadMeter {
  readonly #runId: string;
  readonly #stages: readonly LoadStage[];
  readonly #ofKind: Readonly<Record<OperationKind, OfKind>> = { quote: ofKind(), order: ofKind() };
  readonly #ofStage: readonly OfStage[];
  readonly #all = new Durations();
  readonly #faults: OfFault[] = [];
  /** Of what was under way in the midst of any of them, counted once. */
  readonly #underFaults = { offered: 0, failed: 0 };
  readonly #samples: LoadSample[] = [];
  readonly #underWay = new Set<Operation>();
  #recent = { offered: 0, achieved: 0, errors: 0, sinceMs: 0 };
  #lastEndMs = 0;

  constructor(runId: string, stages: readonly LoadStage[]) {
    this.#runId = runId;
    this.#stages = stages;
    this.#ofStage = stages.map(() => ({
      offered: 0,
      achieved: 0,
      errors: 0,
      backlog: null,
      lookedKeptUp: true,
      lastEndMs: 0,
      latency: new Durations(),
    }));
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  get samples(): readonly LoadSample[] {
    return this.#samples;
  }

  offered(operation: Operation): void {
    this.#underWay.add(operation);
    this.#ofKind[operation.kind].offered += 1;
    this.#recent.offered += 1;
    this.#stage(operation).offered += 1;
  }

  /**
   * An operation has ended; with what is wrong, in few words, where it failed. Only what was done well is timed. A second
   * end of the same operation is not heard.
   */
  ended(operation: Operation, begunMs: number, endedMs: number, error: string | null): void {
    if (!this.#underWay.delete(operation)) return;
    const kind = this.#ofKind[operation.kind];
    const stage = this.#stage(operation);
    stage.lastEndMs = Math.max(stage.lastEndMs, endedMs);
    this.#lastEndMs = Math.max(this.#lastEndMs, endedMs);
    this.#countUnderFaults(operation, endedMs, error);
    if (error !== null) {
      kind.errors.set(error, (kind.errors.get(error) ?? 0) + 1);
      stage.errors += 1;
      this.#recent.errors += 1;
      return;
    }
    const latencyMs = endedMs - operation.dueMs;
    kind.achieved += 1;
    stage.achieved += 1;
    this.#recent.achieved += 1;
    kind.latency.add(latencyMs);
    kind.recent.add(latencyMs);
    kind.service.add(endedMs - begunMs);
    stage.latency.add(latencyMs);
    this.#all.add(latencyMs);
  }

  /** A fault begins. Returns how to say that it is over. */
  faultBegan(title: string, fromMs: number): (toMs: number) => void {
    const fault: OfFault = {
      title,
      fromMs,
      toMs: null,
      offered: 0,
      errors: new Map(),
      latency: new Durations(),
    };
    this.#faults.push(fault);
    return (toMs) => {
      fault.toMs = toMs;
    };
  }

  /** What has not ended by now has failed. */
  giveUp(nowMs: number, error: string): void {
    for (const operation of this.#underWay) this.ended(operation, nowMs, nowMs, error);
  }

  /** A stage is over: says whether it looks kept up with, were all that is under way to end well now. */
  stageOver(stage: number): boolean {
    const held = this.#ofStage[stage];
    if (held === undefined) return false;
    held.backlog = held.offered - held.achieved - held.errors;
    const figures = this.#stageFigures(stage);
    held.lookedKeptUp = keptUp({ ...figures, achievedPerSecond: figures.offeredPerSecond });
    return held.lookedKeptUp;
  }

  /** Ends a sample. */
  sample(atMs: number, stage: number, machine: MachineReading): LoadSample {
    const { quote, order } = this.#ofKind;
    const seconds = (atMs - this.#recent.sinceMs) / 1000;
    const sample: LoadSample = {
      runId: this.#runId,
      sample: this.#samples.length + 1,
      atMs,
      stage,
      offeredPerSecond: this.#recent.offered / seconds,
      achievedPerSecond: this.#recent.achieved / seconds,
      errors: this.#recent.errors,
      underWay: this.#underWay.size,
      quoteP50Ms: quote.recent.percentileMs(50),
      quoteP99Ms: quote.recent.percentileMs(99),
      orderP50Ms: order.recent.percentileMs(50),
      orderP99Ms: order.recent.percentileMs(99),
      ...machine,
    };
    this.#recent = { offered: 0, achieved: 0, errors: 0, sinceMs: atMs };
    quote.recent = new Durations();
    order.recent = new Durations();
    this.#samples.push(sample);
    return sample;
  }

  summary({ heapGrowthKb, leftOpen, journal, loopDelay, ramps, hasFaults }: Beside): LoadSummary {
    const begun = this.#ofStage.filter(({ offered }) => offered > 0).length;
    const stages = this.#stages.slice(0, begun).map((_, stage) => this.#stageFigures(stage));
    const sum = (of: (kind: OfKind) => number): number =>
      of(this.#ofKind.quote) + of(this.#ofKind.order);
    const offered = sum((kind) => kind.offered);
    const achieved = sum((kind) => kind.achieved);
    const failed = offered - achieved;
    const plannedMs = stageSpans(this.#stages)[begun - 1]?.toMs ?? 0;
    const sampledMs = this.#samples.at(-1)?.atMs ?? 0;
    // One that was stopped is shorter than planned.
    const seconds = Math.max(Math.min(plannedMs, sampledMs), this.#lastEndMs) / 1000;
    const frames = known(this.#samples.map(({ framesPerSecond }) => framesPerSecond));
    const wal = known(this.#samples.map(({ walMb }) => walMb));
    const cpu = this.#samples.map(({ cpuPercent }) => cpuPercent);
    return {
      seconds,
      offered,
      achieved,
      failed,
      offeredPerSecond: rate(offered, seconds),
      achievedPerSecond: rate(achieved, seconds),
      peakPerSecond: Math.max(
        0,
        ...this.#samples.map(({ achievedPerSecond }) => achievedPerSecond),
      ),
      errorPercent: offered === 0 ? 0 : (100 * failed) / offered,
      latency: this.#all.figures(),
      kinds: kinds
        .filter((kind) => this.#ofKind[kind].offered > 0)
        .map((kind) => this.#figures(kind)),
      stages,
      knee: ramps ? kneeOf(stages) : null,
      loopDelay: loopDelay.figures(),
      cpuPercent: { mean: meanOf(cpu), highest: Math.max(0, ...cpu) },
      resident: memoryFigures(this.#samples.map(({ atMs, residentMb }) => [atMs, residentMb])),
      heap: memoryFigures(this.#samples.map(({ atMs, heapMb }) => [atMs, heapMb])),
      heapGrowthKb,
      journalLag: journal?.lag.figures() ?? null,
      sync: journal?.sync.figures() ?? null,
      walMb: wal.length === 0 ? null : Math.max(...wal),
      frames: frames.length === 0 ? null : { mean: meanOf(frames), lowest: Math.min(...frames) },
      leftOpen,
      ...(hasFaults
        ? {
            faults: this.#faults.map((fault) => faultFigures(fault)),
            outsideFaults: {
              offered: offered - this.#underFaults.offered,
              failed: failed - this.#underFaults.failed,
            },
          }
        : {}),
    };
  }

  /** By kind and what was timed: `order.latency`. */
  histograms(): Record<string, DurationCounts> {
    return Object.fromEntries(
      kinds.flatMap((kind) => [
        [`${kind}.latency`, this.#ofKind[kind].latency.counts()],
        [`${kind}.service`, this.#ofKind[kind].service.counts()],
      ]),
    );
  }

  #figures(kind: OperationKind): KindFigures {
    const { offered, achieved, errors, latency, service } = this.#ofKind[kind];
    return {
      kind,
      offered,
      achieved,
      errors: byFrequency(errors),
      latency: latency.figures(),
      service: service.figures(),
    };
  }

  /** Whatever was due before a fault was over, and had not ended when it began, was under way in the midst of it. */
  #countUnderFaults({ dueMs }: Operation, endedMs: number, error: string | null): void {
    let isUnder = false;
    for (const fault of this.#faults) {
      if (endedMs < fault.fromMs || (fault.toMs !== null && dueMs > fault.toMs)) continue;
      isUnder = true;
      fault.offered += 1;
      if (error === null) fault.latency.add(endedMs - dueMs);
      else fault.errors.set(error, (fault.errors.get(error) ?? 0) + 1);
    }
    if (!isUnder) return;
    this.#underFaults.offered += 1;
    if (error !== null) this.#underFaults.failed += 1;
  }

  #stageFigures(stage: number): StageFigures {
    const { title = '', seconds = 0 } = this.#stages[stage] ?? {};
    const held = this.#ofStage[stage] ?? this.#noStage();
    const { fromMs } = stageSpans(this.#stages)[stage] ?? { fromMs: 0 };
    const tookSeconds = Math.max(seconds, (held.lastEndMs - fromMs) / 1000);
    const figures = {
      title,
      fromMs,
      seconds,
      offeredPerSecond: rate(held.offered, seconds),
      achievedPerSecond: rate(held.achieved, tookSeconds),
      errors: held.errors,
      backlog: held.backlog ?? 0,
      latency: held.latency.figures(),
    };
    return { ...figures, keptUp: held.lookedKeptUp && keptUp(figures) };
  }

  #stage({ stage }: Operation): OfStage {
    return this.#ofStage[stage] ?? this.#noStage();
  }

  #noStage(): never {
    throw new Error(`There are only ${this.#stages.length} stages in this run.`);
  }
}

function ofKind(): OfKind {
  return {
    offered: 0,
    achieved: 0,
    errors: new Map(),
    latency: new Durations(),
    service: new Durations(),
    recent: new Durations(),
  };
}

function faultFigures({ title, fromMs, toMs, offered, errors, latency }: OfFault): FaultFigures {
  return { title, fromMs, toMs, offered, errors: byFrequency(errors), latency: latency.figures() };
}

function byFrequency(errors: ReadonlyMap<string, number>): ErrorCount[] {
  return [...errors]
    .map(([what, count]): ErrorCount => ({ what, count }))
    .toSorted((a, b) => b.count - a.count);
}

function rate(count: number, seconds: number): number {
  return seconds === 0 ? 0 : count / seconds;
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, each) => sum + each, 0) / values.length;
}

/** @param points milliseconds and megabytes. */
function memoryFigures(points: readonly (readonly [number, number])[]): MemoryFigures {
  const secondHalf = points.slice(Math.floor(points.length / 2));
  const perMs = secondHalf.length < fewestForSlope ? null : slopeOf(secondHalf);
  return {
    startMb: points[0]?.[1] ?? 0,
    endMb: points.at(-1)?.[1] ?? 0,
    highestMb: Math.max(0, ...points.map(([, megabytes]) => megabytes)),
    slopeMbPerMinute: perMs === null ? null : perMs * 60_000,
  };
}
