import type { Clock, Timer } from '#shared/domain/ports.ts';

import type { ClientSession } from './client-session.ts';

/** How often a throttled reader takes its next piece. */
const pieceMs = 50;

/**
 * What a client sends, on its way to the gateway: passed on as it comes, or at so many bytes a second. While bytes
 * wait here the connection is not read, so that the client's own writes back up as they do behind a busy TWS.
 */
export class IncomingBytes {
  readonly #session: ClientSession;
  readonly #clock: Clock;
  readonly #take: (bytes: Buffer) => void;
  #waiting: Buffer = Buffer.alloc(0);
  #bytesPerSecond: number | null = null;
  #timer: Timer | null = null;

  constructor(session: ClientSession, clock: Clock, take: (bytes: Buffer) => void) {
    this.#session = session;
    this.#clock = clock;
    this.#take = take;
  }

  push(bytes: Buffer): void {
    if (this.#bytesPerSecond === null && this.#waiting.length === 0) {
      this.#take(bytes);
      return;
    }
    this.#waiting = Buffer.concat([this.#waiting, bytes]);
    this.#session.holdReading('throttle', true);
    this.#schedule();
  }

  /** @param bytesPerSecond of wall time; null takes what waits at once and everything after it as it comes */
  throttle(bytesPerSecond: number | null): void {
    this.#bytesPerSecond = bytesPerSecond;
    if (bytesPerSecond !== null) return;
    this.#timer?.cancel();
    this.#timer = null;
    this.#pass(this.#waiting.length);
  }

  /** The connection has ended: what waits is lost. */
  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#waiting = Buffer.alloc(0);
  }

  #schedule(): void {
    if (this.#timer !== null || this.#bytesPerSecond === null) return;
    const piece = Math.max(1, Math.floor((this.#bytesPerSecond * pieceMs) / 1000));
    this.#timer = this.#clock.after((piece / this.#bytesPerSecond) * 1000, () => {
      this.#timer = null;
      this.#pass(piece);
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #pass(count: number): void {
    const piece = this.#waiting.subarray(0, count);
    this.#waiting = this.#waiting.subarray(count);
    if (this.#waiting.length === 0) this.#session.holdReading('throttle', false);
    if (piece.length > 0) this.#take(piece);
  }
}
