import type { Clock, EpochMs, Timer } from '#shared/domain/ports.ts';

interface Pending {
  dueAt: number;
  order: number;
  task: () => void;
  periodMs: number | null;
}

/**
 * A clock that moves only when told to. Tasks run in the order they fall due, those due at the same moment in the
 * order they were asked for; a task that asks for another within the same advance gets it.
 */
export class VirtualClock implements Clock {
  #elapsedMs = 0;
  #wallOffsetMs: number;
  #order = 0;
  readonly #pending = new Set<Pending>();

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
    for (let next = this.#next(until); next !== null; next = this.#next(until)) {
      this.#elapsedMs = Math.max(this.#elapsedMs, next.dueAt);
      if (next.periodMs === null) {
        this.#pending.delete(next);
      } else {
        next.dueAt += next.periodMs;
        next.order = this.#order;
        this.#order += 1;
      }
      next.task();
    }
    this.#elapsedMs = until;
  }

  /** Like {@link advance}, but lets promises settle between tasks, for code that awaits. */
  async advanceAsync(ms: number): Promise<void> {
    const until = this.#elapsedMs + ms;
    await settle();
    for (let next = this.#next(until); next !== null; next = this.#next(until)) {
      this.advance(Math.max(0, next.dueAt - this.#elapsedMs));
      await settle();
    }
    this.advance(until - this.#elapsedMs);
    await settle();
  }

  /** Sets the wall clock, as an operator might; durations are not touched. */
  jumpTo(wall: EpochMs): void {
    this.#wallOffsetMs = wall - this.#elapsedMs;
  }

  /** How many tasks are still to run: a stopped thing leaves none. */
  get pendingCount(): number {
    return this.#pending.size;
  }

  #add(delayMs: number, task: () => void, periodMs: number | null): Timer {
    const entry: Pending = {
      dueAt: this.#elapsedMs + Math.max(0, delayMs),
      order: this.#order,
      task,
      periodMs,
    };
    this.#order += 1;
    this.#pending.add(entry);
    return { cancel: () => void this.#pending.delete(entry) };
  }

  #next(until: number): Pending | null {
    let next: Pending | null = null;
    for (const entry of this.#pending) {
      if (entry.dueAt > until) continue;
      if (
        next === null ||
        entry.dueAt < next.dueAt ||
        (entry.dueAt === next.dueAt && entry.order < next.order)
      ) {
        next = entry;
      }
    }
    return next;
  }
}

/** Several turns of the microtask queue: enough for a chain of awaits to come to rest. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
