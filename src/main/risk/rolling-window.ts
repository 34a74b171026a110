import type { EpochMs } from '#shared/domain/ports.ts';

/** Of how many that have left the room is given back at once. */
const compactAfter = 1024;

/**
 * What came within the last `windowMs`, oldest first; each leaves when it is that old. A moment that lies ahead, of a
 * clock that was set back, stays until its own time: a window is rather too full than too empty.
 */
export class RollingWindow<Item> {
  readonly #windowMs: number;
  readonly #leave: (item: Item) => void;
  #entries: { at: EpochMs; item: Item }[] = [];
  #first = 0;

  /** `leave` hears of each item that has grown too old. */
  constructor(windowMs: number, leave: (item: Item) => void) {
    this.#windowMs = windowMs;
    this.#leave = leave;
  }

  add(at: EpochMs, item: Item): void {
    this.advance(at);
    this.#entries.push({ at, item });
  }

  advance(now: EpochMs): void {
    const oldest = now - this.#windowMs;
    let entry = this.#entries[this.#first];
    while (entry !== undefined && entry.at <= oldest) {
      this.#leave(entry.item);
      this.#first += 1;
      entry = this.#entries[this.#first];
    }
    if (this.#first < compactAfter || this.#first * 2 < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#first);
    this.#first = 0;
  }
}
