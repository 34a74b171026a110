import { gatewayBooksSchema } from '#shared/domain/gateway-books.ts';
import { simulatorStatusSchema } from '#shared/domain/simulator-fault.ts';

import type { SimulatorControl } from './desk/simulator-board.ts';

const goneSentence = 'The simulated gateway has ended.';

/** Calls of the gateway's control in its thread, each waiting for its own answer. */
export class SimulatorThreadCalls {
  readonly #post: (request: object) => void;
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  #lastId = 0;
  #gone = false;

  readonly control: SimulatorControl = {
    inject: async (fault) => void (await this.#ask('inject', [fault])),
    clear: async (faultId) => void (await this.#ask('clear', [faultId])),
    setSpeed: async (speed) => void (await this.#ask('setSpeed', [speed])),
    sendTicks: async (ticks) => void (await this.#ask('sendTicks', [ticks])),
    status: async () => simulatorStatusSchema.parse(await this.#ask('status', [])),
    books: async () => {
      const [orders, executions] = await Promise.all([
        this.#ask('orders', []),
        this.#ask('executions', []),
      ]);
      return gatewayBooksSchema.parse({ orders, executions });
    },
  };

  constructor(post: (request: object) => void) {
    this.#post = post;
  }

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
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ type: 'control', id, method, args });
    });
  }
}
