import { performance } from 'node:perf_hooks';

import { Latencies } from './latencies.ts';
import { pause } from './pause.ts';

/** Something that takes orders and acknowledges them later. */
export interface OrderTaker {
  /** Sends one order; `acknowledged` is called once, when it is. */
  place(acknowledged: () => void): void;
}

export interface OpenLoopRun {
  readonly offered: number;
  readonly acknowledged: number;
  /** Orders a second from the first order to the last acknowledgement. */
  readonly perSecond: number;
  /** From when an order was due, so that a late sender does not hide a slow desk. */
  readonly latencies: Latencies;
  /** Orders not acknowledged at the moment the last one was sent. */
  readonly backlog: number;
}

/** Until this long after the last order nothing is lost, only late. */
const DRAIN_MS = 20_000;

/** Offers orders at a fixed rate, whether or not earlier ones are acknowledged. */
export async function runOpenLoop(
  taker: OrderTaker,
  perSecond: number,
  seconds: number,
): Promise<OpenLoopRun> {
  const total = Math.round(perSecond * seconds);
  const latencies = new Latencies();
  let offered = 0;
  let lastAcknowledgedAt = 0;
  const started = performance.now();
  while (offered < total) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * perSecond) + 1);
    for (; offered < due; offered += 1) {
      const dueAt = started + (offered / perSecond) * 1000;
      taker.place(() => {
        lastAcknowledgedAt = performance.now();
        latencies.addMs(lastAcknowledgedAt - dueAt);
      });
    }
    await pause(1);
  }
  const backlog = offered - latencies.count;
  const deadline = performance.now() + DRAIN_MS;
  while (latencies.count < offered && performance.now() < deadline) await pause(5);
  return {
    offered,
    acknowledged: latencies.count,
    perSecond: latencies.count / ((lastAcknowledgedAt - started) / 1000),
    latencies,
    backlog,
  };
}

/** Whether the taker kept up: nothing lost, acknowledged at the rate offered, no queue left behind at the end. */
export function keptUp(run: OpenLoopRun, offeredPerSecond: number): boolean {
  return (
    run.acknowledged === run.offered &&
    run.perSecond >= offeredPerSecond * 0.95 &&
    run.backlog <= offeredPerSecond / 4
  );
}
