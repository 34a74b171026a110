import type { Clock, Timer } from '#shared/domain/ports.ts';

import type { Account } from './accounts/account.ts';
import type { ListedInstrument } from './market/catalogue.ts';
import type { MarketMoment } from './market/trading-calendar.ts';
import {
  captureState,
  restoreState,
  type GatewayState,
  type StateParts,
} from './persistence/gateway-state.ts';
import type { StateFile } from './persistence/state-file.ts';

const saveDelayMs = 150;

export interface SavedParts extends StateParts {
  accounts: Map<string, Account>;
}

/** Keeps what a gateway must not forget: a while after it has changed, so that many changes cost one writing. */
export class StateSaving {
  readonly #clock: Clock;
  readonly #file: StateFile | null;
  readonly #parts: SavedParts;
  readonly #moment: () => MarketMoment;
  #timer: Timer | null = null;
  #closed = false;

  /** @param file null where nothing is kept */
  constructor(clock: Clock, file: StateFile | null, parts: SavedParts, moment: () => MarketMoment) {
    this.#clock = clock;
    this.#file = file;
    this.#parts = parts;
    this.#moment = moment;
  }

  /** Puts back what was saved; what does not fit together is set aside, and practice begins anew. */
  restore(saved: GatewayState, byConId: (conId: number) => ListedInstrument | undefined): void {
    try {
      restoreState(saved, this.#parts, byConId);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#file?.setAside(error.message);
    }
  }

  changed(): void {
    if (this.#file === null || this.#closed) return;
    this.#timer ??= this.#clock.after(saveDelayMs, () => {
      this.#timer = null;
      this.#save();
    });
  }

  /** Waits no longer; `save` writes once more. */
  close(save: boolean): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#timer = null;
    if (save) this.#save();
  }

  #save(): void {
    this.#file?.write(captureState(this.#parts, this.#moment()));
  }
}
