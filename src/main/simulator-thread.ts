import { Worker } from 'node:worker_threads';

import { z } from 'zod';

import type { Clock } from '#shared/domain/ports.ts';
import { simulatorStatusSchema } from '#shared/domain/simulator-fault.ts';

import type { Log } from './desk/log.ts';
import type { SimulatedGatewayHandle } from './desk/start-desk.ts';
import type { SimulatorControl } from './desk/simulator-board.ts';
import { StartRefused } from './desk/start-refused.ts';

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

/** Runs the simulated gateway in a thread of its own, reached over a socket like any gateway. Throws {@link StartRefused}. */
export function startSimulatorThread(
  options: { stateFile: string; seed?: number; speed?: number },
  log: Log,
  clock: Clock,
  file = threadFile,
): Promise<SimulatedGatewayHandle> {
  const worker = new Worker(file, { workerData: options });
  const asked = new Asked((request) => worker.postMessage(request));
  let closing = false;
  let failure: string | null = null;
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      asked.giveUp();
      resolve();
    });
  });
  const died = new Promise<string>((resolve) => {
    void ended.then(() => {
      if (closing) return;
      resolve(`The simulated gateway has ended: ${failure ?? 'its thread is gone.'}`);
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
      if (said.type === 'result') asked.settle(said.id, said.value);
      if (said.type === 'error') asked.fail(said.id, said.message);
      if (said.type === 'listening') {
        resolve({
          host: said.host,
          port: said.port,
          control: asked.control,
          died,
          async close() {
            closing = true;
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

/** Controls of the gateway asked of its thread, each waiting for its own answer. */
class Asked {
  readonly #post: (request: object) => void;
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  #lastId = 0;
  #gone = false;

  constructor(post: (request: object) => void) {
    this.#post = post;
  }

  readonly control: SimulatorControl = {
    inject: async (fault) => void (await this.#ask('inject', [fault])),
    clear: async (faultId) => void (await this.#ask('clear', [faultId])),
    setSpeed: async (speed) => void (await this.#ask('setSpeed', [speed])),
    status: async () => simulatorStatusSchema.parse(await this.#ask('status', [])),
  };

  settle(id: number, value: unknown): void {
    this.#take(id)?.resolve(value);
  }

  fail(id: number, message: string): void {
    this.#take(id)?.reject(new Error(message));
  }

  /** The thread has ended: nobody will answer any more. */
  giveUp(): void {
    this.#gone = true;
    for (const id of this.#waiting.keys()) this.fail(id, goneSentence);
  }

  #take(id: number) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #ask(method: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#gone) return Promise.reject(new Error(goneSentence));
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ type: 'control', id, method, args });
    });
  }
}

const goneSentence = 'The simulated gateway has ended.';
