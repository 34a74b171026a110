import { ContractError } from '#shared/contract/error.ts';
import type { Fact, NewFact } from '#shared/domain/fact.ts';
import type { Clock } from '#shared/domain/ports.ts';

/** The moments of the road at which a process can die; tests do it there on purpose. */
export type RoadPoint = 'before-record' | 'after-record' | 'after-act';

export interface RoadOptions {
  clock: Clock;
  soon(task: () => void): void;
  /** Highest seq already recorded. */
  lastSeq: number;
  /** Changes the state in memory. Must not throw for a fact the desk itself decided. */
  apply(fact: Fact): void;
  /** Writes and syncs all of them or throws. */
  record(facts: readonly Fact[]): void;
  publish(facts: readonly Fact[]): void;
  /** The desk cannot record or apply any more. Called once. */
  onFault(sentence: string): void;
  /** Screens could not be told of facts that are recorded and acted on. */
  onUnpublished(error: unknown): void;
  /** Told which facts are at which point. What it throws before the record is a record that failed. */
  probe?: (point: RoadPoint, facts: readonly Fact[]) => void;
}

interface Waiting {
  facts: readonly Fact[];
  /** Monotonic milliseconds. */
  takenAt: number;
  act: () => void;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * The one road every fact takes: decide → apply → record → act → publish.
 *
 * The caller decides and hands the facts over. They change the state at once, so that the next decision sees them.
 * All that arrived together is recorded in one transaction with one sync; only then do the acts run and the
 * screens hear of it. When recording fails nothing acts any more: the desk has a fault and stays halted.
 */
export class Road {
  readonly #options: RoadOptions;
  #seq: number;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #fault: string | null = null;
  #longestLagMs = 0;

  constructor(options: RoadOptions) {
    this.#options = options;
    this.#seq = options.lastSeq;
  }

  get fault(): string | null {
    return this.#fault;
  }

  get lastSeq(): number {
    return this.#seq;
  }

  /** Facts applied and not yet on disk. */
  get backlog(): number {
    return this.#waiting.length;
  }

  /** The longest that a fact has waited to be on disk since this was asked last, milliseconds; those that wait still count. */
  takeLongestLagMs(): number {
    const now = this.#options.clock.monotonic();
    const waiting = this.#waiting[0];
    const longest = Math.max(this.#longestLagMs, waiting === undefined ? 0 : now - waiting.takenAt);
    this.#longestLagMs = 0;
    return longest;
  }

  /**
   * Takes facts down the road. Resolves when they are recorded and `act` has run; rejects with `desk-halted` when
   * they could not be recorded, in which case `act` did not run.
   */
  take(newFacts: readonly NewFact[], act: () => void = () => {}): Promise<void> {
    if (this.#fault !== null) return Promise.reject(halted(this.#fault));
    const at = new Date(this.#options.clock.now()).toISOString();
    const facts: Fact[] = [];
    try {
      for (const newFact of newFacts) {
        const fact: Fact = { ...newFact, seq: ++this.#seq, at };
        this.#options.apply(fact);
        facts.push(fact);
      }
    } catch (error) {
      this.#fail(`A fact could not be applied to the desk's books: ${messageOf(error)}`);
      return Promise.reject(halted(this.#fault ?? ''));
    }
    const taken = new Promise<void>((resolve, reject) => {
      const takenAt = this.#options.clock.monotonic();
      this.#waiting.push({ facts, takenAt, act, resolve, reject });
    });
    if (!this.#scheduled) {
      this.#scheduled = true;
      this.#options.soon(() => this.flush());
    }
    return taken;
  }

  /** Records, acts on and publishes everything waiting, now. */
  flush(): void {
    this.#scheduled = false;
    const group = this.#waiting;
    if (group.length === 0 || this.#fault !== null) return;
    this.#waiting = [];
    const facts = group.flatMap((waiting) => waiting.facts);
    try {
      this.#options.probe?.('before-record', facts);
      if (facts.length > 0) this.#options.record(facts);
    } catch (error) {
      this.#waiting = group;
      this.#fail(messageOf(error));
      return;
    }
    const lagMs = this.#options.clock.monotonic() - (group[0]?.takenAt ?? 0);
    this.#longestLagMs = Math.max(this.#longestLagMs, lagMs);
    this.#options.probe?.('after-record', facts);
    for (const waiting of group) {
      // An act can be the one that finds the desk broken; those after it stay undone.
      if (this.#fault !== null) {
        waiting.reject(halted(this.#fault));
        continue;
      }
      try {
        waiting.act();
        waiting.resolve();
      } catch (error) {
        waiting.reject(error);
      }
    }
    this.#options.probe?.('after-act', facts);
    if (facts.length === 0) return;
    try {
      this.#options.publish(facts);
    } catch (error) {
      this.#options.onUnpublished(error);
    }
  }

  #fail(sentence: string): void {
    if (this.#fault !== null) return;
    this.#fault = sentence;
    const group = this.#waiting;
    this.#waiting = [];
    for (const waiting of group) waiting.reject(halted(sentence));
    this.#options.onFault(sentence);
  }
}

function halted(sentence: string): ContractError {
  return new ContractError({
    code: 'desk-halted',
    message: `The desk has stopped and accepts nothing: ${sentence}`,
    advice:
      'Orders already at the broker live on there; the kill switch still cancels them. Mend the cause and start Deskcheck again.',
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
