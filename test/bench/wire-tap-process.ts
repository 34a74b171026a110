import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { pause } from './pause.ts';

const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), port: z.number() }),
  z.object({ type: z.literal('lines'), count: z.number() }),
  z.object({ type: z.literal('cancelled'), count: z.number(), at: z.number() }),
]);

/** A process of its own between a client and a gateway; see `wire-tap.ts`. */
export interface WireTap {
  readonly host: string;
  readonly port: number;
  /** Resolves when the client has asked for this many market-data lines. */
  lines(count: number): Promise<void>;
  /** Floods them with ticks, the last of them a trade at `lastPrice`; as fast as they are taken for a null rate. */
  flood(ticks: number, perSecond: number | null, lastPrice: number): void;
  /** When the client's cancel of this number had come through, milliseconds as of the time origin. */
  cancelled(count: number): Promise<number>;
  close(): Promise<void>;
}

export async function startWireTap(gateway: { host: string; port: number }): Promise<WireTap> {
  const file = fileURLToPath(new URL('./wire-tap.ts', import.meta.url));
  const child = fork(file, [gateway.host, String(gateway.port)]);
  const ended = once(child, 'exit');
  const cancels = new Map<number, number>();
  let lines = 0;
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The wire tap ended before it listened.')));
    child.on('message', (message) => {
      const said = messageSchema.parse(message);
      if (said.type === 'listening') resolve(said.port);
      if (said.type === 'lines') lines = said.count;
      if (said.type === 'cancelled') cancels.set(said.count, said.at);
    });
  });
  return {
    host: '127.0.0.1',
    port,
    lines: async (count) => {
      await until(() => (lines >= count ? lines : undefined), `${count} market-data lines`);
    },
    flood: (ticks, perSecond, lastPrice) =>
      void child.send({ type: 'flood', ticks, perSecond, lastPrice }),
    cancelled: (count) => until(() => cancels.get(count), `${count} cancels on the wire`),
    async close() {
      child.send({ type: 'close' });
      await ended;
    },
  };
}

async function until(read: () => number | undefined, what: string): Promise<number> {
  for (let waited = 0; waited < 30_000; waited += 5) {
    const value = read();
    if (value !== undefined) return value;
    await pause(5);
  }
  throw new Error(`Not within 30 s: ${what}.`);
}
