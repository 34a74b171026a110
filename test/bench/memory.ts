import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import type { BenchResult } from './figures.ts';
import { startGatewayProcess } from './gateway-process.ts';
import { compression, hour } from './memory-load.ts';

/** Instruments on the watchlist of a new desk. */
const LINES = 12;
const MB = 1024 * 1024;

const messageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('sample'),
    minutes: z.number(),
    rssBytes: z.number(),
    heapBytes: z.number(),
  }),
  z.object({ type: z.literal('done'), placed: z.number(), refused: z.number() }),
]);
type Sample = Extract<z.infer<typeof messageSchema>, { type: 'sample' }>;

/** Memory of a desk that lives through an hour under load. */
export async function benchMemory(): Promise<BenchResult> {
  const { samples, placed, refused } = await liveAnHour();
  const inMb = samples.map(({ minutes, rssBytes, heapBytes }) => ({
    minutes,
    rss: rssBytes / MB,
    heap: heapBytes / MB,
  }));
  const secondHalf = inMb.filter(({ minutes }) => minutes >= 30);
  const first = inMb[0];
  return {
    name: 'memory',
    title: 'Desk process memory, one hour of desk time under load',
    how: `${placed.toLocaleString('en-US')} orders, two thirds of them filled and the others cancelled, and ${hour.quotesPerSecond} quotes a second of desk time, all ${compression} times faster than life. A screen listens. The desk runs in a process of its own with what places the orders; ${refused} were denied or refused. Heap is taken after a full collection.`,
    figures: [
      {
        what: 'resident memory, highest',
        unit: 'MB',
        value: Math.max(...inMb.map(({ rss }) => rss)),
        beside: [{ name: 'at the start', value: first?.rss ?? Number.NaN }],
        target: { atMost: 250 },
      },
      {
        what: 'heap at the end',
        unit: 'MB',
        value: inMb.at(-1)?.heap ?? Number.NaN,
        beside: [{ name: 'at the start', value: first?.heap ?? Number.NaN }],
        target: null,
      },
      {
        what: 'heap growth an hour, over the second half hour',
        unit: 'MB',
        value: slopePerMinute(secondHalf.map(({ minutes, heap }) => [minutes, heap])) * 60,
        beside: [],
        target: { atMost: 5 },
      },
    ],
  };
}

async function liveAnHour(): Promise<{ samples: Sample[]; placed: number; refused: number }> {
  const gateway = await startGatewayProcess({
    quoteRate: (hour.quotesPerSecond * compression) / LINES,
  });
  const file = fileURLToPath(new URL('./memory-process.ts', import.meta.url));
  const child = fork(file, [gateway.host, String(gateway.port)]);
  const ended = once(child, 'exit');
  const samples: Sample[] = [];
  try {
    const done = await new Promise<{ placed: number; refused: number }>((resolve, reject) => {
      child.once('exit', () => reject(new Error('The desk ended before its hour was over.')));
      child.on('message', (message) => {
        const said = messageSchema.parse(message);
        if (said.type === 'done') return resolve(said);
        samples.push(said);
        const { minutes, rssBytes, heapBytes } = said;
        console.error(
          `  minute ${minutes}: ${Math.round(rssBytes / MB)} MB resident, ${Math.round(heapBytes / MB)} MB heap`,
        );
      });
    });
    await ended;
    return { samples, ...done };
  } finally {
    await gateway.close();
  }
}

/** The slope of the line through the points that fits them best. */
function slopePerMinute(points: readonly (readonly [number, number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)];
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}
