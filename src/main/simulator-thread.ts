import { Worker } from 'node:worker_threads';

import { z } from 'zod';

import type { Clock } from '#shared/domain/ports.ts';

import type { Log } from './desk/log.ts';
import type { SimulatedGatewayHandle } from './desk/start-desk.ts';
import { StartRefused } from './desk/start-refused.ts';

const threadMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), host: z.string(), port: z.number() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({ type: z.literal('notice'), sentence: z.string() }),
]);

/** The thread's file: beside the built entries, or the source where main runs from source. */
const threadFile = import.meta.filename.endsWith('.ts')
  ? new URL('../simulator/serve.ts', import.meta.url)
  : new URL('./simulator.js', import.meta.url);

/** It saves its accounts on the way out, which takes milliseconds. */
const closeWithinMs = 3000;

/** Runs the simulated gateway in a thread of its own, reached over a socket like any gateway. Throws {@link StartRefused}. */
export function startSimulatorThread(
  options: { stateFile: string; seed?: number; speed?: number },
  log: Log,
  clock: Clock,
  file = threadFile,
): Promise<SimulatedGatewayHandle> {
  const worker = new Worker(file, { workerData: options });
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  return new Promise((resolve, reject) => {
    const refuse = (why: string): void => {
      reject(
        new StartRefused(
          `The simulated gateway could not start: ${why}`,
          'Start Deskcheck again; if it stays, choose another folder with --data.',
        ),
      );
    };
    void ended.then(() => refuse('its thread ended before it listened.'));
    worker.on('error', (error: Error) => {
      log.error({ err: error }, 'The simulated gateway has failed.');
      refuse(error.message);
    });
    worker.on('message', (message: unknown) => {
      const said = threadMessageSchema.parse(message);
      if (said.type === 'notice') log.info({}, said.sentence);
      if (said.type === 'failed') refuse(said.message);
      if (said.type === 'listening') {
        resolve({
          host: said.host,
          port: said.port,
          async close() {
            worker.postMessage({ type: 'close' });
            // A thread that hangs must not keep the desk from ending.
            const deadline = clock.after(closeWithinMs, () => void worker.terminate());
            await ended;
            deadline.cancel();
          },
        });
      }
    });
  });
}
