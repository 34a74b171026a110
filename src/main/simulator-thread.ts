import { Worker } from 'node:worker_threads';

import { z } from 'zod';

import type { Clock } from '#shared/domain/ports.ts';

import type { Log } from './desk/log.ts';
import type { SimulatorControl } from './desk/simulator-board.ts';
import type { SimulatedGatewayHandle } from './desk/start-desk.ts';
import { StartRefused } from './desk/start-refused.ts';
import { SimulatorThreadCalls } from './simulator-thread-calls.ts';
import type { SimulatedGatewayOptions } from '../simulator/gateway-options.ts';

const threadMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), host: z.string(), port: z.number() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({ type: z.literal('notice'), sentence: z.string() }),
  z.object({ type: z.literal('result'), id: z.number(), value: z.unknown() }),
  z.object({ type: z.literal('error'), id: z.number(), message: z.string() }),
]);

/** The thread's file: beside the built entries, or the source where main runs from source. */
const threadFile = import.meta.filename.endsWith('.ts')
  ? new URL('../simulator/serve.ts', import.meta.url)
  : new URL('./simulator.js', import.meta.url);

/** It saves its accounts on the way out, which takes milliseconds. */
const closeWithinMs = 3000;

/** What can be said of a gateway between threads. */
export type SimulatorThreadOptions = Omit<SimulatedGatewayOptions, 'clock' | 'onNotice' | 'port'>;

interface RunningThread {
  host: string;
  port: number;
  control: SimulatorControl;
  /** Resolves with why, when it has ended in whatever way. */
  ended: Promise<string>;
  close(): Promise<void>;
}

/**
 * Runs the simulated gateway in a thread of its own, reached over a socket like any gateway. A thread that fails is
 * started once more, at the same port and from its saved state: what it had not saved the desk finds as breaks when it
 * reconciles. Throws {@link StartRefused}.
 */
export async function startSimulatorThread(
  options: SimulatorThreadOptions,
  log: Log,
  clock: Clock,
  file = threadFile,
): Promise<SimulatedGatewayHandle> {
  const first = await runThread({ ...options }, log, clock, file);
  const { host, port } = first;
  // A script may be why it failed; played from its beginning it would only do so again.
  const { script: _, ...again } = options;
  let current = first;
  let isClosing = false;

  const live = async (): Promise<string> => {
    const why = await first.ended;
    if (isClosing) return why;
    log.error({}, `The simulated gateway has failed (${why}) and is started once more.`);
    try {
      current = await runThread({ ...again, port }, log, clock, file);
    } catch (error) {
      if (!(error instanceof StartRefused)) throw error;
      return `${why} It could not be started again: ${error.message}`;
    }
    if (isClosing) await current.close();
    return `${await current.ended} It had been started again once before.`;
  };
  const life = live();

  return {
    host,
    port,
    control: {
      inject: (fault) => current.control.inject(fault),
      clear: (faultId) => current.control.clear(faultId),
      setSpeed: (speed) => current.control.setSpeed(speed),
      sendTicks: (ticks) => current.control.sendTicks(ticks),
      status: () => current.control.status(),
      books: () => current.control.books(),
    },
    died: new Promise((resolve) => {
      void life.then((why) => {
        if (!isClosing) resolve(`The simulated gateway has ended: ${why}`);
      });
    }),
    async close() {
      isClosing = true;
      await current.close();
      await life;
    },
  };
}

function runThread(
  options: SimulatorThreadOptions & { port?: number },
  log: Log,
  clock: Clock,
  file: URL,
): Promise<RunningThread> {
  const worker = new Worker(file, { workerData: options });
  const calls = new SimulatorThreadCalls((request) => worker.postMessage(request));
  let failure = 'Its thread ended without a word.';
  const ended = new Promise<string>((resolve) => {
    worker.once('exit', () => {
      calls.giveUp();
      resolve(failure);
    });
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
      failure = error.message;
      refuse(error.message);
    });
    worker.on('message', (message: unknown) => {
      const said = threadMessageSchema.parse(message);
      if (said.type === 'notice') log.info({}, said.sentence);
      if (said.type === 'failed') refuse(said.message);
      if (said.type === 'result') calls.settle(said.id, said.value);
      if (said.type === 'error') calls.fail(said.id, said.message);
      if (said.type === 'listening') {
        resolve({
          host: said.host,
          port: said.port,
          control: calls.control,
          ended,
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
