import type { Clock } from '#shared/domain/ports.ts';
import type { LoadSample } from '#shared/domain/load.ts';

import type { Durations } from './durations.ts';
import type { InjectedFaults } from './injected-faults.ts';
import type { LoadMeter, MachineReading } from './load-meter.ts';
import type { Operation, Schedule } from './schedule.ts';

/** What takes operations and says when each has ended. */
export interface LoadTarget {
  /** Begins them at once, in their order. `ended` is called for each, with what is wrong where it failed. */
  begin(
    operations: readonly Operation[],
    ended: (operation: Operation, error: string | null) => void,
  ): void;
}

export interface DriveOptions {
  schedule: Schedule;
  target: LoadTarget;
  meter: LoadMeter;
  clock: Clock;
  /** Stops offering; what is under way is still waited for. */
  signal: AbortSignal;
  stopsAtSaturation: boolean;
  /** How late each turn came, is added to it. */
  loopDelay: Durations;
  /** How process and journal are, since it was asked last but for the wait for a turn. */
  reading(): Omit<MachineReading, 'loopDelayMs'>;
  onSample(sample: LoadSample): void;
  /** What goes wrong meanwhile; null where nothing does. */
  faults: InjectedFaults | null;
}

/** As often as a timer can come. An operation is begun up to so much late; its latency has that in it. */
const turnMs = 1;
const sampleMs = 500;
/** What has not ended so long after the last operation was due has failed. */
const drainMs = 10_000;
/** A person who stops a run does not wait that long. */
const stoppedDrainMs = 3_000;

/**
 * Offers the operations of a schedule when they are due, whether or not earlier ones have ended. Throws where a fault that
 * is to go on meanwhile cannot be started.
 */
export async function drive(options: DriveOptions): Promise<'completed' | 'stopped'> {
  const { schedule, target, meter, clock, signal, stopsAtSaturation, loopDelay, faults } = options;
  const started = clock.monotonic();
  let before = started;
  let longestDelayMs = 0;
  let nextSampleMs = sampleMs;
  let stage = 0;
  let stagesAllowed = Infinity;

  const turn = async (): Promise<number> => {
    await new Promise<void>((resolve) => {
      clock.after(turnMs, resolve);
    });
    const now = clock.monotonic();
    const delayMs = Math.max(0, now - before - turnMs);
    loopDelay.add(delayMs);
    longestDelayMs = Math.max(longestDelayMs, delayMs);
    before = now;
    return now - started;
  };
  const sample = (nowMs: number): void => {
    const machine = { ...options.reading(), loopDelayMs: longestDelayMs };
    longestDelayMs = 0;
    options.onSample(meter.sample(nowMs, stage, machine));
    nextSampleMs = nowMs + sampleMs;
  };
  const offer = (nowMs: number): void => {
    const due = schedule.take(nowMs, stagesAllowed);
    if (due.length === 0) return;
    for (const operation of due) meter.offered(operation);
    target.begin(due, (operation, error) => {
      meter.ended(operation, nowMs, clock.monotonic() - started, error);
    });
  };
  /** True once there is nothing more to offer. */
  const endStages = (nowMs: number): boolean => {
    for (;;) {
      const span = schedule.spans[stage];
      if (span === undefined) return true;
      if (nowMs < span.toMs) return false;
      const isKeptUp = meter.stageOver(stage);
      if (stopsAtSaturation && !isKeptUp) return true;
      stage += 1;
    }
  };

  let nowMs = 0;
  for (;;) {
    // A stage that is over is judged before anything of the next one is begun.
    stagesAllowed = stopsAtSaturation ? stage + 1 : Infinity;
    offer(nowMs);
    if (endStages(nowMs) || signal.aborted) break;
    faults?.turn(nowMs);
    nowMs = await turn();
    if (nowMs >= nextSampleMs) sample(nowMs);
  }
  const stopped = signal.aborted;
  stage = Math.min(stage, schedule.spans.length - 1);
  // What still goes wrong is put right: nobody is measured by it any more.
  faults?.end();
  const deadlineMs = nowMs + (stopped ? stoppedDrainMs : drainMs);
  while (meter.underWay > 0 && nowMs < deadlineMs) {
    faults?.turn(nowMs);
    nowMs = await turn();
    if (nowMs >= nextSampleMs) sample(nowMs);
  }
  meter.giveUp(nowMs, 'not ended in time');
  if (nowMs + sampleMs / 2 >= nextSampleMs) sample(nowMs);
  return stopped ? 'stopped' : 'completed';
}
