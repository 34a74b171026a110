import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import type { SimulatedGatewayOptions } from '../../src/simulator/gateway-options.ts';

const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), host: z.string(), port: z.number() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({ type: z.literal('notice'), sentence: z.string() }),
  z.object({ type: z.literal('result'), id: z.number(), value: z.unknown().optional() }),
  z.object({ type: z.literal('error'), id: z.number(), message: z.string() }),
]);

/** A simulated gateway in a process of its own. */
export interface GatewayProcess {
  readonly host: string;
  readonly port: number;
  /** Calls a method of its control API. */
  control(method: string, ...args: unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** For measuring: no latency of its own, no limit on messages or on orders, cash that does not run out. */
const unhindered = {
  latencyMs: 0,
  messagesPerSecondLimit: null,
  ordersPerSideLimit: null,
  startingCash: 100_000_000,
} satisfies SimulatedGatewayOptions;

/** Starts one, without a state file. Rejects when it cannot start. */
export async function startGatewayProcess(
  options: SimulatedGatewayOptions = {},
): Promise<GatewayProcess> {
  const file = fileURLToPath(new URL('../../src/simulator/serve.ts', import.meta.url));
  const child = fork(file, [JSON.stringify({ ...unhindered, ...options })], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const answers = new Map<number, (answer: { value?: unknown; error?: string }) => void>();
  const { host, port } = await new Promise<{ host: string; port: number }>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The simulated gateway ended before it listened.')));
    child.on('message', (message) => {
      const said = messageSchema.parse(message);
      if (said.type === 'listening') resolve(said);
      if (said.type === 'failed') reject(new Error(said.message));
      if (said.type === 'notice') console.error(`Simulated gateway: ${said.sentence}`);
      if (said.type === 'result') answers.get(said.id)?.({ value: said.value });
      if (said.type === 'error') answers.get(said.id)?.({ error: said.message });
    });
  });
  return {
    host,
    port,
    control: (method, ...args) =>
      new Promise((resolve, reject) => {
        const id = answers.size;
        answers.set(id, ({ value, error }) => {
          if (error === undefined) resolve(value);
          else reject(new Error(error));
        });
        child.send({ type: 'control', id, method, args });
      }),
    async close() {
      if (child.connected) child.send({ type: 'close' });
      await ended;
    },
  };
}
