import type { Clock, Timer } from '#shared/domain/ports.ts';

import type { FarmMeaning } from './error-codes.ts';

/** What hangs on a kind of data farm. */
export interface FarmFeeds {
  /** From here on silence is counted. */
  watch(): void;
  /** Asks again for whatever has been silent since {@link watch}. */
  askSilentAnew(): void;
}

/** The name of the farm stands at the end of the message: `Market data farm connection is OK:usfarm`. */
const farmName = /:\s*([^:\s]+)\s*$/;

/**
 * Data farms that break and come back. One that is back can leave a feed dead without a word, so whatever stays
 * silent for a while after it is asked for anew.
 */
export class FarmWatch {
  readonly #clock: Clock;
  readonly #silentMs: number;
  readonly #feeds: Record<FarmMeaning['data'], readonly FarmFeeds[]>;
  readonly #broken = new Set<string>();
  readonly #timers = new Set<Timer>();

  /** @param silentMs how long a feed may be silent after its farm is back */
  constructor(
    clock: Clock,
    silentMs: number,
    feeds: Record<FarmMeaning['data'], readonly FarmFeeds[]>,
  ) {
    this.#clock = clock;
    this.#silentMs = silentMs;
    this.#feeds = feeds;
  }

  onFarm({ data, isUp }: FarmMeaning, message: string): void {
    const farm = `${data} ${farmName.exec(message)?.[1] ?? ''}`;
    if (!isUp) {
      this.#broken.add(farm);
      return;
    }
    if (!this.#broken.delete(farm)) return;
    const feeds = this.#feeds[data];
    for (const feed of feeds) feed.watch();
    const timer = this.#clock.after(this.#silentMs, () => {
      this.#timers.delete(timer);
      for (const feed of feeds) feed.askSilentAnew();
    });
    this.#timers.add(timer);
  }

  /** The connection is gone, and all feeds with it. */
  drop(): void {
    this.#broken.clear();
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }
}
