import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

import { EventName } from '@stoqey/ib';

import { bareContract, connectBareClient } from './bare-client.ts';
import { startBenchDesk } from './bench-desk.ts';
import type { BenchResult } from './figures.ts';
import { startGatewayProcess } from './gateway-process.ts';
import { pause } from './pause.ts';
import { startWireTap, type WireTap } from './wire-tap-process.ts';

const LINES = 12;
const WARM_UP_TICKS = 200_000;
const TICKS = 1_500_000;
/** The rate to hold, and how long it is offered. */
const RATE = 150_000;
const PACED_SECONDS = 5;
/** Ticks a second of the gateway itself: one at the beginning, so that none overtakes the last of the flood. */
const QUIET = 0.001;
/** More than there are tick fields. */
const FIELDS = 1000;
/** No other tick has these prices. */
const ends = { warmUp: 111.11, flatOut: 122.22, paced: 133.33 };

interface Flooded {
  /** Flat out. */
  readonly perSecond: number;
  /** At the rate to hold, milliseconds. */
  readonly pacedDelayP99: number;
  readonly flatOutDelayP99: number;
}

/** Ticks as fast as they are taken, from the socket to a screen that holds the latest of each instrument. */
export async function benchTicks(): Promise<BenchResult> {
  const desk = await floodDesk();
  const bare = await floodBare();
  return {
    name: 'ticks',
    title: 'Ticks through to conflated topics',
    how: `${TICKS.toLocaleString('en-US')} ticks over ${LINES} lines, sent by another process as fast as they are taken, then at a fixed rate for ${PACED_SECONDS} s. The desk's end is a screen that has heard the last one; the bare library's a listener that keeps the latest.`,
    figures: [
      {
        what: 'ticks',
        unit: '/s',
        value: desk.perSecond,
        beside: [{ name: 'bare @stoqey/ib', value: bare.perSecond }],
        target: { atLeast: 150_000 },
      },
      {
        what: 'of the bare library',
        unit: '\u00d7',
        value: desk.perSecond / bare.perSecond,
        beside: [],
        target: { atLeast: 0.6 },
      },
      {
        what: `event loop delay at ${RATE.toLocaleString('en-US')}/s, p99`,
        unit: 'ms',
        value: desk.pacedDelayP99,
        beside: [{ name: 'bare @stoqey/ib', value: bare.pacedDelayP99 }],
        target: { atMost: 20 },
      },
      {
        what: 'event loop delay flat out, p99',
        unit: 'ms',
        value: desk.flatOutDelayP99,
        beside: [{ name: 'bare @stoqey/ib', value: bare.flatOutDelayP99 }],
        target: null,
      },
    ],
  };
}

async function floodDesk(): Promise<Flooded> {
  const gateway = await startGatewayProcess({ quoteRate: QUIET });
  const tap = await startWireTap(gateway);
  const desk = await startBenchDesk(tap);
  let onLast: (last: number) => void = () => {};
  const hear = (quotes: readonly { last: number | null }[]): void => {
    for (const { last } of quotes) if (last !== null) onLast(last);
  };
  desk.openScreen().listen('quotes', {}, { onSnapshot: hear, onItems: hear });
  await tap.lines(LINES);
  const flooded = await flood(tap, (listener) => {
    onLast = listener;
  });
  await desk.close();
  await tap.close();
  await gateway.close();
  return flooded;
}

async function floodBare(): Promise<Flooded> {
  const gateway = await startGatewayProcess({ quoteRate: QUIET });
  const tap = await startWireTap(gateway);
  const client = await connectBareClient(tap.host, tap.port);
  const latest = new Map<number, number>();
  let onLast: (last: number) => void = () => {};
  client.api.on(EventName.tickPrice, (id, field, value) => {
    if (value === undefined) return;
    latest.set(id * FIELDS + (field ?? 0), value);
    onLast(value);
  });
  client.api.on(EventName.tickSize, (id, field, value) => {
    if (value !== undefined) latest.set(id * FIELDS + (field ?? 0), value);
  });
  for (let line = 0; line < LINES; line += 1) {
    client.api.reqMktData(100 + line, bareContract, '', false, false);
  }
  await tap.lines(LINES);
  const flooded = await flood(tap, (listener) => {
    onLast = listener;
  });
  client.close();
  await tap.close();
  await gateway.close();
  return flooded;
}

async function flood(
  tap: WireTap,
  listenTo: (listener: (last: number) => void) => void,
): Promise<Flooded> {
  const heard = (price: number): Promise<number> =>
    new Promise((resolve) => {
      listenTo((last) => {
        if (last === price) resolve(performance.now());
      });
    });
  const run = async (
    ticks: number,
    perSecond: number | null,
    price: number,
  ): Promise<{ ms: number; delayP99: number }> => {
    await pause(300);
    const end = heard(price);
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    const started = performance.now();
    tap.flood(ticks, perSecond, price);
    const ms = (await end) - started;
    loop.disable();
    return { ms, delayP99: loop.percentile(99) / 1e6 };
  };
  await run(WARM_UP_TICKS, null, ends.warmUp);
  const flatOut = await run(TICKS, null, ends.flatOut);
  const paced = await run(RATE * PACED_SECONDS, RATE, ends.paced);
  return {
    perSecond: TICKS / (flatOut.ms / 1000),
    flatOutDelayP99: flatOut.delayP99,
    pacedDelayP99: paced.delayP99,
  };
}
