import type { RandomSource, Timer } from '#shared/domain/ports.ts';

import type { VirtualClock } from '../support/virtual-clock.ts';
import type { Weather } from './memory-network.ts';

interface Parcel {
  dueAt: number;
  bytes: Buffer | null;
  /** Of the last parcel of all. */
  onEnd: (() => void) | null;
}

/** One direction of a connection: bytes arrive late and in pieces, but all of them and in order, as with TCP. */
export class Pipe {
  readonly #clock: VirtualClock;
  readonly #random: RandomSource;
  readonly #weather: () => Weather;
  readonly #deliver: (bytes: Buffer) => void;
  #parcels: Parcel[] = [];
  #lastDueAt = 0;
  #stalledUntil = 0;
  #held = false;
  #lost = false;
  #ended = false;
  #timer: Timer | null = null;

  constructor(
    clock: VirtualClock,
    random: RandomSource,
    weather: () => Weather,
    deliver: (bytes: Buffer) => void,
  ) {
    this.#clock = clock;
    this.#random = random;
    this.#weather = weather;
    this.#deliver = deliver;
  }

  get waitingBytes(): number {
    return this.#parcels.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
  }

  push(bytes: Buffer): void {
    if (this.#lost || this.#ended) return;
    const { latencyMs, slicing, bytesPerSecond } = this.#weather();
    const [least, more] = latencyMs;
    let dueAt = this.#clock.monotonic() + least + more * this.#random.next();
    for (const piece of pieces(bytes, slicing, this.#random)) {
      const transferMs = bytesPerSecond === null ? 0 : (piece.length / bytesPerSecond) * 1000;
      dueAt = Math.max(dueAt, this.#lastDueAt) + transferMs;
      this.#add({ dueAt, bytes: piece, onEnd: null });
      if (slicing === 'frames' || slicing === 'anywhere') dueAt += 0.1;
    }
  }

  /** Nothing more is written; `onEnd` is called when everything has arrived. */
  end(onEnd: () => void): void {
    if (this.#lost || this.#ended) {
      if (this.#lost) return;
      this.#ended = true;
      return;
    }
    this.#ended = true;
    this.#add({
      dueAt: Math.max(this.#clock.monotonic() + this.#weather().latencyMs[0], this.#lastDueAt),
      bytes: null,
      onEnd,
    });
  }

  /** What is on its way and all that follows never arrives. */
  lose(): void {
    this.#lost = true;
    this.#parcels = [];
    this.#timer?.cancel();
  }

  stall(forMs: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, this.#clock.monotonic() + forMs);
    this.#schedule();
  }

  /** The reader reads no more, or again. */
  hold(held: boolean): void {
    this.#held = held;
    this.#schedule();
  }

  #add(parcel: Parcel): void {
    const last = this.#parcels.at(-1);
    const joins = this.#weather().slicing === 'joined' && last !== undefined;
    if (joins && last.bytes !== null && parcel.bytes !== null) {
      last.bytes = Buffer.concat([last.bytes, parcel.bytes]);
      return;
    }
    this.#lastDueAt = parcel.dueAt;
    this.#parcels.push(parcel);
    if (this.#parcels.length === 1) this.#schedule();
  }

  #schedule(): void {
    this.#timer?.cancel();
    const [next] = this.#parcels;
    if (next === undefined || this.#held) return;
    const now = this.#clock.monotonic();
    const at = Math.max(next.dueAt, this.#stalledUntil);
    this.#timer = this.#clock.after(Math.max(0, at - now), () => this.#arrive());
  }

  #arrive(): void {
    const parcel = this.#parcels.shift();
    if (parcel === undefined) return;
    if (parcel.bytes !== null) this.#deliver(parcel.bytes);
    parcel.onEnd?.();
    if (!this.#lost) this.#schedule();
  }
}

const frameHeader = 4;

function pieces(bytes: Buffer, slicing: Weather['slicing'], random: RandomSource): Buffer[] {
  if (slicing === 'whole' || slicing === 'joined') return [bytes];
  if (slicing === 'frames') return frames(bytes);
  const cut: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = Math.max(1, Math.ceil(random.next() ** 2 * 400));
    cut.push(bytes.subarray(at, at + length));
    at += length;
  }
  return cut;
}

/** The messages of a stretch that begins with one; what is no message stays as it is. */
export function frames(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  while (bytes.length - at > frameHeader) {
    const end = at + frameHeader + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    found.push(bytes.subarray(at, end));
    at = end;
  }
  if (at < bytes.length) found.push(bytes.subarray(at));
  return found;
}
