import type { Clock, Timer } from '#shared/domain/ports.ts';

import type { Account } from './accounts/account.ts';
import type { ExchangeOrder } from './exchange/order.ts';
import type { ListedInstrument } from './market/catalogue.ts';
import type { MarketMoment } from './market/trading-calendar.ts';
import {
  captureChange,
  captureState,
  orderState,
  restoreState,
  type GatewayState,
  type StateChange,
  type StateParts,
} from './persistence/gateway-state.ts';
import type { StateFile } from './persistence/state-file.ts';

const saveDelayMs = 150;

export interface SavedParts extends StateParts {
  accounts: Map<string, Account>;
}

/** How much of what has ended is on disk, and what is there of each order that works, by its number. */
interface Saved {
  revision: number;
  orders: number;
  executions: number;
  working: ReadonlyMap<number, string>;
}

/**
 * Keeps what a gateway must not forget: a while after it has changed, so that many changes cost one writing. All of it is
 * written first, where something that has ended is no longer what it was, and at the end; else what has changed.
 */
export class StateSaving {
  readonly #clock: Clock;
  readonly #file: StateFile | null;
  readonly #parts: SavedParts;
  readonly #moment: () => MarketMoment;
  #timer: Timer | null = null;
  #closed = false;
  /** Null before the first save. */
  #saved: Saved | null = null;

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

  /** Waits no longer; `save` writes once more, and all of it. */
  close(save: boolean): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#timer = null;
    if (!save) return;
    this.#saved = null;
    this.#save();
  }

  #save(): void {
    if (this.#file === null) return;
    const { exchange } = this.#parts;
    const working = exchange.workingOrders();
    const texts = new Map(
      working.map((order) => [order.permId, JSON.stringify(orderState(order))] as const),
    );
    const revision = exchange.historyRevision();
    const saved = this.#saved;
    const isSame = saved?.revision === revision && this.#file.takesChanges();
    if (isSame) this.#file.add(this.#changeSince(saved, working, texts));
    // What could not be added to, or has grown too long by it, is written whole.
    if (!isSame || !this.#file.takesChanges()) {
      this.#file.write(captureState(this.#parts, this.#moment()));
    }
    this.#saved = {
      revision,
      orders: exchange.completedOrders().length,
      executions: exchange.executions().length,
      working: texts,
    };
  }

  #changeSince(
    saved: Saved,
    working: readonly ExchangeOrder[],
    texts: Saved['working'],
  ): StateChange {
    const { exchange } = this.#parts;
    const executions = exchange.executions().slice(saved.executions);
    const orders = new Set([
      ...exchange.completedOrders().slice(saved.orders),
      // An order may trade after its end, where the cancel and the trade have crossed.
      ...executions.map(({ order }) => order),
      ...working.filter(({ permId }) => saved.working.get(permId) !== texts.get(permId)),
    ]);
    return captureChange(this.#parts, this.#moment(), [...orders], executions);
  }
}
