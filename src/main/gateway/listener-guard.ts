import { sentenceOf } from './link-errors.ts';

/**
 * Every listener of one connection runs in here. One that throws would end the process: the library runs it inside
 * its socket's data event. Once the connection is over nothing is heard any more.
 */
export class ListenerGuard {
  readonly #onLostMessage: (sentence: string) => void;
  #over = false;

  /** @param onLostMessage hears of a message whose listener threw; what it said is lost */
  constructor(onLostMessage: (sentence: string) => void) {
    this.#onLostMessage = onLostMessage;
  }

  get isOver(): boolean {
    return this.#over;
  }

  end(): void {
    this.#over = true;
  }

  run(listen: () => void): void {
    if (this.#over) return;
    try {
      listen();
    } catch (error) {
      this.lost(error);
    }
  }

  lost(error: unknown): void {
    this.#onLostMessage(`A message could not be handled: ${sentenceOf(error)}`);
  }
}
