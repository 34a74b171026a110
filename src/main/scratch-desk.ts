import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Limits } from '#shared/domain/limits.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { Clock } from '#shared/domain/ports.ts';

import { CommitWatch } from './desk/commit-watch.ts';
import type { Log } from './desk/log.ts';
import { metricsText } from './desk/metrics.ts';
import type { Ports } from './desk/ports.ts';
import { reachedDesk, troubleOf } from './desk/reached-desk.ts';
import type { GatewaySettings } from './desk/settings.ts';
import { startDesk, type RunningDesk, type SimulatedGatewayHandle } from './desk/start-desk.ts';
import type { RoadPoint } from './desk/road.ts';
import { processOfNow } from './desk/this-machine.ts';
import { dataFiles } from './journal/data-files.ts';
import type { DeskReached, ScratchDesk, ScratchOptions } from './readiness/check-world.ts';
import { SettableClock } from './settable-clock.ts';
import { startSimulatorThread } from './simulator-thread.ts';

export interface ScratchDeskOptions {
  appRoot: string;
  version: string;
  ports: Ports;
  log: Log;
}

/** How often a scratch desk is looked at while it is waited for, milliseconds. */
const lookEveryMs = 20;
const readyWithinMs = 20_000;
const clientId = 71;
const minuteMs = 60_000;

/**
 * Starts desks in folders of their own, each on a simulated gateway of its own in a thread, with the limits given and what
 * differs from them. Nothing of them is left once they are closed.
 */
export function scratchDesks(
  options: ScratchDeskOptions,
): (scratch: ScratchOptions, limits: Limits) => Promise<ScratchDesk> {
  return async (scratch, limits) => {
    const clock = new SettableClock(options.ports.clock);
    const folder = mkdtempSync(join(tmpdir(), 'deskcheck-scratch-'));
    let simulator: SimulatedGatewayHandle | null = null;
    try {
      writeFileSync(join(folder, 'limits.json'), JSON.stringify({ ...limits, ...scratch.limits }));
      simulator = await startSimulatorThread(
        { stateFile: join(folder, 'gateway.json'), ...gatewayOptionsOf(scratch) },
        options.log,
        options.ports.clock,
      );
      const commits = new CommitWatch(clock);
      const start = (handle: SimulatedGatewayHandle): Promise<RunningDesk> =>
        open(options, clock, scratch, folder, handle, (point, facts) => commits.at(point, facts));
      const desk = await start(simulator);
      return scratchDeskOf(clock, scratch, folder, simulator, desk, start, commits);
    } catch (error) {
      await simulator?.close();
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  };
}

function gatewayOptionsOf({
  seed,
  replay,
  speed,
  accounts,
  startingCash,
  latencyMs,
  quoteRate,
  unpaced,
}: ScratchOptions) {
  return {
    ...(seed === undefined ? {} : { seed }),
    ...(replay === undefined ? {} : { replay }),
    ...(speed === undefined ? {} : { speed }),
    ...(accounts === undefined ? {} : { accounts: [...accounts] }),
    ...(startingCash === undefined ? {} : { startingCash }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(quoteRate === undefined ? {} : { quoteRate }),
    ...(unpaced === undefined ? {} : { messagesPerSecondLimit: null, ordersPerSideLimit: null }),
  };
}

function open(
  { appRoot, version, ports, log }: ScratchDeskOptions,
  clock: SettableClock,
  { gatewayKind = 'simulated', unpaced, reconcileEveryMs = minuteMs }: ScratchOptions,
  folder: string,
  { host, port, control, died }: SimulatedGatewayHandle,
  probe: (point: RoadPoint, facts: readonly Fact[]) => void,
): Promise<RunningDesk> {
  const gateway: GatewaySettings =
    gatewayKind === 'simulated'
      ? { kind: gatewayKind }
      : { kind: gatewayKind, host, port, clientId };
  return startDesk({
    dataDir: folder,
    appRoot,
    version,
    gateway,
    ports: { ...ports, clock: reconcilingEvery(clock, reconcileEveryMs) },
    log,
    probe,
    elapsed: () => clock.elapsed(),
    // The desk's, to be used again when it is restarted: it is closed with the folder.
    startSimulator: async () => ({ host, port, control, died, close: async () => {} }),
    ...(unpaced === undefined ? {} : { messagesPerSecond: null }),
  });
}

/** The desk's clock, but for the period of reconciliation. */
function reconcilingEvery(clock: Clock, reconcileEveryMs: number): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: (delayMs, task) => clock.after(delayMs, task),
    every: (periodMs, task) =>
      clock.every(periodMs === minuteMs ? reconcileEveryMs : periodMs, task),
  };
}

function scratchDeskOf(
  clock: SettableClock,
  scratch: ScratchOptions,
  folder: string,
  simulator: SimulatedGatewayHandle,
  first: RunningDesk,
  start: (simulator: SimulatedGatewayHandle) => Promise<RunningDesk>,
  commits: CommitWatch,
): ScratchDesk {
  let desk = first;
  const reached = reachedDesk({
    service: () => desk.service,
    facts: (fromSeq) => desk.facts(fromSeq),
    head: () => desk.head(),
    control: simulator.control,
    metrics: () => {
      const { residentBytes, heapBytes } = processOfNow();
      return metricsText(desk.figures(), {
        residentMemoryBytes: residentBytes,
        heapBytes,
        eventLoopDelayMs: 0,
      });
    },
  });
  const { gatewayKind = 'simulated' } = scratch;
  const writeAheadLog = `${dataFiles(join(folder, gatewayKind)).database}-wal`;
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    try {
      await desk.close('The check is done.');
    } finally {
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    }
  };
  return {
    ...reached,
    gateway: troubleOf(simulator.control),
    market: { sendTicks: (ticks) => simulator.control.sendTicks(ticks) },
    journal: {
      onCommit: (listener) => commits.onCommit(listener),
      walBytes: () => statSync(writeAheadLog, { throwIfNoEntry: false })?.size ?? 0,
    },
    ready: () => untilReady(reached, clock),
    putClockForward: (ms) => clock.putForward(ms),
    async restart() {
      await desk.close('Restarted by a check.');
      desk = await start(simulator);
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Until the desk takes new risk: the link is ready, the account and the losses of the day are known. */
async function untilReady(reached: DeskReached, clock: Clock): Promise<void> {
  const deadline = clock.monotonic() + readyWithinMs;
  const isReady = (): boolean =>
    reached.feed('status', {}).snapshot()[0]?.link?.state === 'ready' &&
    reached.feed('account', {}).snapshot()[0]?.buyingPower != null &&
    reached.feed('risk', {}).snapshot()[0]?.dayDrawdown != null;
  while (!isReady()) {
    if (clock.monotonic() > deadline) {
      const reason = reached.feed('status', {}).snapshot()[0]?.link?.reason ?? 'it has no link.';
      throw new Error(`The scratch desk is not ready after ${readyWithinMs / 1000} s: ${reason}`);
    }
    await new Promise<void>((resolve) => {
      clock.after(lookEveryMs, resolve);
    });
  }
}
