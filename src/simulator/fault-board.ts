import type { Clock, EpochMs, Timer } from '#shared/domain/ports.ts';
import type {
  ActiveFault,
  SimulatorFault,
  SimulatorFaultKind,
} from '#shared/domain/simulator-fault.ts';

import { endSentence, type FaultOf } from './fault-sentences.ts';

/** Sentences kept for whoever looks later. */
const keptSentences = 50;

interface Entry {
  faultId: number;
  fault: SimulatorFault;
  endsAt: EpochMs | null;
  timer: Timer | null;
  onEnd: () => void;
}

/**
 * The faults that are going on: those that last for a time, and those that wait for the messages they are meant for.
 * It remembers them, ends them and says so; what they do is done by whoever asks it.
 */
export class FaultBoard {
  readonly #clock: Clock;
  /** In the order they began. */
  readonly #entries = new Map<number, Entry>();
  readonly #recent: { at: EpochMs; sentence: string }[] = [];
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A fault that ends by itself `forMs` from now; `onEnd` runs when it is no longer among the active. */
  last(fault: SimulatorFault & { forMs: number }, onEnd: () => void): void {
    const entry = this.#add(fault, this.#clock.now() + fault.forMs, onEnd);
    entry.timer = this.#clock.after(fault.forMs, () => this.#end(entry));
  }

  /** A fault that waits for `count` messages, orders or fills. */
  wait(fault: SimulatorFault & { count: number }): void {
    this.#add(fault, null, () => {});
  }

  /** Uses a waiting fault of a kind up by one; undefined when none is waiting, or none that fits. */
  take<Kind extends SimulatorFaultKind>(
    kind: Kind,
    fits: (fault: FaultOf<Kind>) => boolean = () => true,
  ): FaultOf<Kind> | undefined {
    for (const entry of this.#entries.values()) {
      const { fault } = entry;
      if (!isOf(fault, kind) || !('count' in fault) || !fits(fault)) continue;
      if (fault.count === 1) this.#end(entry);
      else entry.fault = { ...fault, count: fault.count - 1 };
      return fault;
    }
    return undefined;
  }

  /** The faults of a kind that are active, the oldest first. */
  of<Kind extends SimulatorFaultKind>(kind: Kind): FaultOf<Kind>[] {
    const found: FaultOf<Kind>[] = [];
    for (const { fault } of this.#entries.values()) if (isOf(fault, kind)) found.push(fault);
    return found;
  }

  has(...kinds: readonly SimulatorFaultKind[]): boolean {
    for (const { fault } of this.#entries.values()) if (kinds.includes(fault.kind)) return true;
    return false;
  }

  active(): ActiveFault[] {
    return [...this.#entries.values()].map(({ faultId, fault, endsAt }) => ({
      faultId,
      fault,
      endsAt,
    }));
  }

  /** Ends a fault before its time, or with null all of them. One that has ended already stays so. */
  clear(faultId: number | null): void {
    for (const entry of this.#entries.values()) {
      if (faultId === null || entry.faultId === faultId) this.#end(entry);
    }
  }

  clearKind(kind: SimulatorFaultKind): void {
    for (const entry of this.#entries.values()) if (entry.fault.kind === kind) this.#end(entry);
  }

  say(sentence: string): void {
    this.#recent.unshift({ at: this.#clock.now(), sentence });
    if (this.#recent.length > keptSentences) this.#recent.pop();
  }

  /** The latest first. */
  recent(): { at: EpochMs; sentence: string }[] {
    return [...this.#recent];
  }

  /** Stops waiting for anything to end, without ending it. */
  close(): void {
    for (const { timer } of this.#entries.values()) timer?.cancel();
    this.#entries.clear();
  }

  #add(fault: SimulatorFault, endsAt: EpochMs | null, onEnd: () => void): Entry {
    this.#lastId += 1;
    const entry = { faultId: this.#lastId, fault, endsAt, timer: null, onEnd };
    this.#entries.set(entry.faultId, entry);
    return entry;
  }

  #end(entry: Entry): void {
    if (!this.#entries.delete(entry.faultId)) return;
    entry.timer?.cancel();
    const sentence = endSentence(entry.fault);
    if (sentence !== null) this.say(sentence);
    entry.onEnd();
  }
}

function isOf<Kind extends SimulatorFaultKind>(
  fault: SimulatorFault,
  kind: Kind,
): fault is FaultOf<Kind> {
  return fault.kind === kind;
}
