import type { Clock, Timer } from '#shared/domain/ports.ts';

const saveDelayMs = 150;

/** Saves a while after something has changed, so that many changes cost one writing. */
export class StateSaving {
  readonly #clock: Clock;
  readonly #save: () => void;
  #timer: Timer | null = null;

  constructor(clock: Clock, save: () => void) {
    this.#clock = clock;
    this.#save = save;
  }

  changed(): void {
    this.#timer ??= this.#clock.after(saveDelayMs, () => {
      this.#timer = null;
      this.#save();
    });
  }

  /** Waits no longer; `save` writes once more. */
  close(save: boolean): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (save) this.#save();
  }
}
