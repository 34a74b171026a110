import type { LoadFault, LoadMark } from '#shared/domain/load.ts';
import type { SimulatorFault } from '#shared/domain/simulator-fault.ts';

import type { LoadMeter } from './load-meter.ts';

/** A simulated gateway, as far as a run makes trouble at it. Each rejects with a sentence. */
export interface FaultedGateway {
  inject(fault: SimulatorFault): Promise<void>;
  /** Ends every fault before its time. */
  clear(faultId: null): Promise<void>;
  status(): Promise<{ active: readonly { faultId: number }[] }>;
}

export interface InjectedFaultsOptions {
  /** In the order in which they begin. */
  faults: readonly LoadFault[];
  gateway: FaultedGateway;
  meter: LoadMeter;
  /** Whether the desk's link to its gateway is ready now. */
  isLinkReady: () => boolean;
  /** Called with a mark as it begins, and with the one in its place when it is over. */
  onMark: (mark: LoadMark, before: LoadMark | null) => void;
}

interface Begun {
  mark: LoadMark;
  /** What the gateway calls it; null where it was over the moment it had happened. */
  faultId: number | null;
  over: (toMs: number) => void;
}

const lookEveryMs = 100;
/** So long the desk is given to notice a link that has broken before it is asked whether it is ready. */
const leastMs = 250;

/**
 * What goes wrong in the midst of a run, at the moments its scenario says. A fault is over when the gateway no longer has
 * it and the desk's link is ready again: so the desk's way back is part of it.
 */
export class InjectedFaults {
  readonly #options: InjectedFaultsOptions;
  readonly #waiting: LoadFault[];
  readonly #begun = new Set<Begun>();
  /** Asks the gateway one thing after the other. */
  #asking: Promise<void> = Promise.resolve();
  #nextLookMs = 0;
  #isLooking = false;
  #problem: Error | null = null;
  #nowMs = 0;

  constructor(options: InjectedFaultsOptions) {
    this.#options = options;
    this.#waiting = [...options.faults];
  }

  /** Begins what is due, and looks whether what has begun is over. Throws where one could not be started or ended. */
  turn(nowMs: number): void {
    if (this.#problem !== null) throw this.#problem;
    this.#nowMs = nowMs;
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined || next.atSeconds * 1000 > nowMs) break;
      this.#waiting.shift();
      this.#ask(() => this.#begin(next));
    }
    if (this.#begun.size === 0 || this.#isLooking || nowMs < this.#nextLookMs) return;
    this.#nextLookMs = nowMs + lookEveryMs;
    this.#isLooking = true;
    this.#ask(() => this.#look());
  }

  /** Begins no more, and ends what goes on. */
  end(): void {
    this.#waiting.length = 0;
    this.#ask(() => this.#options.gateway.clear(null));
  }

  /** Resolves when the gateway has answered everything. Rejects where it could not do what it was asked. */
  async settled(): Promise<void> {
    await this.#asking;
    if (this.#problem !== null) throw this.#problem;
  }

  #ask(what: () => Promise<void>): void {
    this.#asking = this.#asking.then(what).catch((error: unknown) => {
      this.#problem ??= error instanceof Error ? error : new Error(String(error));
    });
  }

  async #begin({ title, fault }: LoadFault): Promise<void> {
    const { gateway, meter, onMark } = this.#options;
    const before = new Set((await gateway.status()).active.map(({ faultId }) => faultId));
    const mark: LoadMark = { kind: 'fault', atMs: this.#nowMs, toMs: null, what: title };
    const over = meter.faultBegan(title, mark.atMs);
    onMark(mark, null);
    await gateway.inject(fault);
    const { active } = await gateway.status();
    const faultId = active.find((each) => !before.has(each.faultId))?.faultId ?? null;
    this.#begun.add({ mark, faultId, over });
  }

  async #look(): Promise<void> {
    const { gateway, isLinkReady, onMark } = this.#options;
    const active = new Set((await gateway.status()).active.map(({ faultId }) => faultId));
    this.#isLooking = false;
    for (const each of this.#begun) {
      const { mark, faultId, over } = each;
      const isActive = faultId !== null && active.has(faultId);
      if (isActive || !isLinkReady() || this.#nowMs - mark.atMs < leastMs) continue;
      this.#begun.delete(each);
      over(this.#nowMs);
      onMark({ ...mark, toMs: this.#nowMs }, mark);
    }
  }
}
