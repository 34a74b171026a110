import type { Clock, Timer } from '#shared/domain/ports.ts';

import { LinkDroppedError, RequestTimeoutError } from './link-errors.ts';

interface OpenAsk<Item> {
  what: string;
  items: Item[];
  timer: Timer;
  resolve(items: Item[]): void;
  reject(error: Error): void;
}

/**
 * Questions on the wire whose answers come in pieces with an id. Every one of them ends: with its answer, with the
 * broker's refusal, at its deadline, or when the connection does.
 */
export class AskBook<Item> {
  readonly #clock: Clock;
  readonly #open = new Map<number, OpenAsk<Item>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param what names the question in errors, as the start of a sentence. */
  open(id: number, what: string, deadlineMs: number): Promise<Item[]> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(deadlineMs, () => {
        this.fail(id, new RequestTimeoutError(what, deadlineMs));
      });
      this.#open.set(id, { what, items: [], timer, resolve, reject });
    });
  }

  has(id: number): boolean {
    return this.#open.has(id);
  }

  /** Names the question, for an error about it. */
  nameOf(id: number): string {
    return this.#open.get(id)?.what ?? 'The request';
  }

  add(id: number, item: Item): void {
    this.#open.get(id)?.items.push(item);
  }

  end(id: number): void {
    const ask = this.#take(id);
    ask?.resolve(ask.items);
  }

  fail(id: number, error: Error): void {
    this.#take(id)?.reject(error);
  }

  dropAll(): void {
    for (const [id, ask] of this.#open) this.fail(id, new LinkDroppedError(ask.what));
  }

  #take(id: number): OpenAsk<Item> | undefined {
    const ask = this.#open.get(id);
    this.#open.delete(id);
    ask?.timer.cancel();
    return ask;
  }
}
