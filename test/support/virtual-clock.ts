import type { Clock, EpochMs, Timer } from '#shared/domain/ports.ts';

interface Pending {
  dueAt: number;
  order: number;
  task: () => void;
  periodMs: number | null;
  cancelled: boolean;
}

/**
 * A clock that moves only when told to. Tasks run in the order they fall due, those due at the same moment in the
 * order they were asked for; a task that asks for another within the same advance gets it.
 */
export class VirtualClock implements Clock {
  #elapsedMs = 0;
  #wallOffsetMs: number;
  #order = 0;
  #live = 0;
  /** A binary heap, the next task first; cancelled ones are thrown out when they come up. */
  readonly #heap: Pending[] = [];

  /** @param startAt wall time at the start, epoch milliseconds; the default is Monday 2020-03-09 13:30 UTC. */
  constructor(startAt: EpochMs = Date.UTC(2020, 2, 9, 13, 30)) {
    this.#wallOffsetMs = startAt;
  }

  now(): EpochMs {
    return this.#wallOffsetMs + this.#elapsedMs;
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  after(delayMs: number, task: () => void): Timer {
    return this.#add(delayMs, task, null);
  }

  every(periodMs: number, task: () => void): Timer {
    if (!(periodMs > 0)) throw new RangeError(`A period of ${periodMs} ms would never end.`);
    return this.#add(periodMs, task, periodMs);
  }

  /** Lets `ms` pass, running everything that falls due on the way. */
  advance(ms: number): void {
    const until = this.#elapsedMs + ms;
    while (this.#runNext(until));
    this.#elapsedMs = until;
  }

  /** Like {@link advance}, but lets promises settle between tasks, for code that awaits. */
  async advanceAsync(ms: number): Promise<void> {
    const until = this.#elapsedMs + ms;
    await settle();
    while (await this.stepAsync(until));
  }

  /**
   * Runs the one task that falls due next and lets promises settle. False where none falls due by `until`, a
   * monotonic time, to which the clock has then moved.
   */
  async stepAsync(until: number): Promise<boolean> {
    const ran = this.#runNext(until);
    if (!ran) this.#elapsedMs = Math.max(this.#elapsedMs, until);
    await settle();
    return ran;
  }

  /** Sets the wall clock, as an operator might; durations are not touched. */
  jumpTo(wall: EpochMs): void {
    this.#wallOffsetMs = wall - this.#elapsedMs;
  }

  /** How many tasks are still to run: a stopped thing leaves none. */
  get pendingCount(): number {
    return this.#live;
  }

  #add(delayMs: number, task: () => void, periodMs: number | null): Timer {
    const entry: Pending = {
      dueAt: this.#elapsedMs + Math.max(0, delayMs),
      order: this.#nextOrder(),
      task,
      periodMs,
      cancelled: false,
    };
    this.#live += 1;
    this.#push(entry);
    return {
      cancel: () => {
        if (entry.cancelled) return;
        entry.cancelled = true;
        this.#live -= 1;
      },
    };
  }

  #nextOrder(): number {
    this.#order += 1;
    return this.#order;
  }

  #runNext(until: number): boolean {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || (next.dueAt > until && !next.cancelled)) return false;
      this.#pop();
      if (next.cancelled) continue;
      this.#elapsedMs = Math.max(this.#elapsedMs, next.dueAt);
      if (next.periodMs === null) {
        next.cancelled = true;
        this.#live -= 1;
      } else {
        next.dueAt += next.periodMs;
        next.order = this.#nextOrder();
        this.#push(next);
      }
      next.task();
      return true;
    }
  }

  #push(entry: Pending): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt];
      if (parent === undefined || !isBefore(entry, parent)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      if (left === undefined) break;
      const [child, childAt] =
        right !== undefined && isBefore(right, left) ? [right, 2 * at + 2] : [left, 2 * at + 1];
      if (!isBefore(child, last)) break;
      heap[at] = child;
      at = childAt;
    }
    heap[at] = last;
  }
}

function isBefore(a: Pending, b: Pending): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order);
}

/** Several turns of the microtask queue: enough for a chain of awaits to come to rest. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
