import type { LoadMark, LoadReport, LoadSample, LoadScenario } from '#shared/domain/load.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { Clock } from '#shared/domain/ports.ts';

import { DeskTarget, type LoadedDesk } from './desk-target.ts';
import { drive } from './drive.ts';
import { Durations } from './durations.ts';
import { InjectedFaults } from './injected-faults.ts';
import { LoadMeter, type MachineReading } from './load-meter.ts';
import { Schedule, stageSpans } from './schedule.ts';

/** One transaction of a journal, milliseconds. */
export interface Commit {
  /** From the decision of its oldest fact until it was on disk. */
  lagMs: number;
  /** To write and sync it. */
  syncMs: number;
}

/** A journal that a run watches. */
export interface WatchedJournal {
  /** Calls for every commit. Returns how to stop. */
  onCommit(listener: (commit: Commit) => void): () => void;
  /** Of the write-ahead log. */
  walBytes(): number;
}

/** What a run needs of the process it is in. */
export interface LoadMachine {
  clock: Clock;
  process(): { residentBytes: number; heapBytes: number; cpuMs: number };
  /** What the heap holds after a full collection. */
  heldHeapBytes(): number;
  /** Frames a second of a screen that watches; null where none does. */
  framesPerSecond(): number | null;
}

export interface LoadRunOptions {
  runId: string;
  scenario: LoadScenario;
  desk: LoadedDesk;
  /** Null where it cannot be watched. */
  journal: WatchedJournal | null;
  machine: LoadMachine;
  signal: AbortSignal;
  onBegin?(phase: 'warming-up' | 'measuring' | 'finishing'): void;
  onSample?(sample: LoadSample): void;
  /** Called with every mark there is so far, whenever one is made or changes. */
  onMarks?(marks: readonly LoadMark[]): void;
}

const bytesPerMb = 2 ** 20;
const bytesPerKb = 2 ** 10;

/**
 * Puts one scenario on a desk and measures what becomes of it. Rejects with a sentence where it cannot begin; what it
 * has begun it ends: its orders are cancelled, also where it is stopped.
 */
export async function runLoad(options: LoadRunOptions): Promise<LoadReport> {
  const { runId, scenario, desk, journal, machine, signal } = options;
  const { clock } = machine;
  refuseForeignOrders(scenario, desk);
  const fills = scenario.fillShare > 0 && scenario.stages.some((each) => each.ordersPerSecond > 0);
  const target = await DeskTarget.open(desk, clock, { fills });
  let leftOpen: number | null = null;
  let faults: InjectedFaults | null = null;
  const lag = new Durations();
  const sync = new Durations();
  let stopWatching = (): void => {};
  try {
    options.onBegin?.('warming-up');
    await warmUp(scenario, target, clock, signal);
    const heldBefore = machine.heldHeapBytes();
    options.onBegin?.('measuring');
    const recent = { lagMs: 0, syncMs: 0 };
    stopWatching =
      journal?.onCommit(({ lagMs, syncMs }) => {
        lag.add(lagMs);
        sync.add(syncMs);
        recent.lagMs = Math.max(recent.lagMs, lagMs);
        recent.syncMs = Math.max(recent.syncMs, syncMs);
      }) ?? stopWatching;
    const reading = machineReading(machine, journal, recent);
    const meter = new LoadMeter(runId, scenario.stages);
    const loopDelay = new Durations();
    const marks = new Marks(scenario, (all) => options.onMarks?.(all));
    faults = faultsOf(scenario, desk, meter, marks);
    const ended = await drive({
      schedule: new Schedule(scenario),
      target,
      meter,
      clock,
      signal,
      stopsAtSaturation: scenario.stopsAtSaturation,
      loopDelay,
      reading,
      onSample: (sample) => {
        marks.stageReached(sample.stage);
        options.onSample?.(sample);
      },
      faults,
    });
    await faults?.settled();
    options.onBegin?.('finishing');
    leftOpen = await target.finish();
    const heapGrowthKb = (machine.heldHeapBytes() - heldBefore) / bytesPerKb;
    return {
      ended,
      summary: meter.summary({
        heapGrowthKb,
        leftOpen,
        journal: journal === null ? null : { lag, sync },
        loopDelay,
        ramps: scenario.stopsAtSaturation,
        hasFaults: faults !== null,
      }),
      series: {
        samples: [...meter.samples],
        marks: [...marks.all],
        histograms: {
          ...meter.histograms(),
          'loop-delay': loopDelay.counts(),
          ...(journal === null ? {} : { 'journal-lag': lag.counts(), sync: sync.counts() }),
        },
      },
    };
  } finally {
    stopWatching();
    if (leftOpen === null) {
      faults?.end();
      await target.finish();
    }
  }
}

/** On the desk itself nothing of anybody else's is to be in the way, or taken for the run's. */
function refuseForeignOrders({ drives }: LoadScenario, desk: LoadedDesk): void {
  if (drives === 'scratch') return;
  const [status] = desk.feed('status', {}).snapshot();
  if (status?.gatewayKind === 'shadow') {
    throw new Error('On a shadow gateway no order leaves. Choose a scenario on a desk of its own.');
  }
  if ((status?.traffic ?? null) === null || status?.link?.state !== 'ready') {
    throw new Error('The link to the gateway is not ready. Wait until it is.');
  }
  const open = desk
    .feed('orders', {})
    .snapshot()
    .filter((order) => isOpen(order.status));
  if (open.length === 0) return;
  throw new Error(
    `${open.length} ${open.length === 1 ? 'order is' : 'orders are'} open at the desk. Cancel them first.`,
  );
}

/** Code that has run is faster than code that has not: what is measured comes after. */
async function warmUp(
  scenario: LoadScenario,
  target: DeskTarget,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const [first] = scenario.stages;
  if (scenario.warmUpSeconds === 0 || first === undefined) return;
  const stages = [{ ...first, title: 'warm-up', seconds: scenario.warmUpSeconds }];
  await drive({
    schedule: new Schedule({ ...scenario, stages }),
    target,
    meter: new LoadMeter('warm-up', stages),
    clock,
    signal,
    stopsAtSaturation: false,
    loopDelay: new Durations(),
    reading: () => nothingRead,
    onSample: () => {},
    faults: null,
  });
}

/** The moments that charts of a run mark, in the order in which they came. */
class Marks {
  readonly all: LoadMark[] = [];
  readonly #scenario: LoadScenario;
  readonly #onChange: (all: readonly LoadMark[]) => void;
  #stages = 0;

  constructor(scenario: LoadScenario, onChange: (all: readonly LoadMark[]) => void) {
    this.#scenario = scenario;
    this.#onChange = onChange;
  }

  /** Marks every stage that has begun by now. @param stage counts from 0. */
  stageReached(stage: number): void {
    const { stages } = this.#scenario;
    const spans = stageSpans(stages);
    for (; this.#stages <= stage; this.#stages += 1) {
      const what = stages[this.#stages]?.title ?? '';
      const { fromMs } = spans[this.#stages] ?? { fromMs: 0 };
      this.put({ kind: 'stage', atMs: fromMs, toMs: null, what }, null);
    }
  }

  /** @param before the one whose place it takes; null where it is new. */
  put(mark: LoadMark, before: LoadMark | null): void {
    const place = before === null ? -1 : this.all.indexOf(before);
    if (place === -1) this.all.push(mark);
    else this.all[place] = mark;
    this.#onChange(this.all);
  }
}

function faultsOf(
  { faults }: LoadScenario,
  desk: LoadedDesk,
  meter: LoadMeter,
  marks: Marks,
): InjectedFaults | null {
  if (faults === undefined || faults.length === 0) return null;
  const { gateway } = desk;
  if (gateway === null) {
    throw new Error('The faults of this scenario need a desk on a simulated gateway of its own.');
  }
  return new InjectedFaults({
    faults: faults.toSorted((a, b) => a.atSeconds - b.atSeconds),
    gateway,
    meter,
    isLinkReady: () => desk.feed('status', {}).snapshot()[0]?.link?.state === 'ready',
    onMark: (mark, before) => marks.put(mark, before),
  });
}

const nothingRead: Omit<MachineReading, 'loopDelayMs'> = {
  cpuPercent: 0,
  residentMb: 0,
  heapMb: 0,
  journalLagMs: null,
  syncMs: null,
  walMb: null,
  framesPerSecond: null,
};

/** @param recent the longest of what was committed since it was read last; begun anew with each reading. */
function machineReading(
  machine: LoadMachine,
  journal: WatchedJournal | null,
  recent: Commit,
): () => Omit<MachineReading, 'loopDelayMs'> {
  let before = { atMs: machine.clock.monotonic(), cpuMs: machine.process().cpuMs };
  return () => {
    const { residentBytes, heapBytes, cpuMs } = machine.process();
    const atMs = machine.clock.monotonic();
    const cpuPercent = (100 * (cpuMs - before.cpuMs)) / (atMs - before.atMs);
    before = { atMs, cpuMs };
    const { lagMs, syncMs } = recent;
    recent.lagMs = 0;
    recent.syncMs = 0;
    return {
      cpuPercent,
      residentMb: residentBytes / bytesPerMb,
      heapMb: heapBytes / bytesPerMb,
      journalLagMs: journal === null ? null : lagMs,
      syncMs: journal === null ? null : syncMs,
      walMb: journal === null ? null : journal.walBytes() / bytesPerMb,
      framesPerSecond: machine.framesPerSecond(),
    };
  };
}
