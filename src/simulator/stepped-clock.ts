import type { Clock, EpochMs, Timer } from '#shared/domain/ports.ts';

interface Task {
  due: number;
  /** Tasks due at the same moment run in the order they were asked for. */
  order: number;
  run: () => void;
  /** Null for a task that runs once. */
  periodMs: number | null;
}

/** A clock that stands still until it is told to go on to the next thing that is to be done. */
export class SteppedClock implements Clock {
  readonly #start: EpochMs;
  #elapsedMs = 0;
  #order = 0;
  /** The next one last. */
  readonly #tasks: Task[] = [];

  constructor(start: EpochMs) {
    this.#start = start;
  }

  now(): EpochMs {
    return this.#start + this.#elapsedMs;
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  after(delayMs: number, run: () => void): Timer {
    return this.#add(delayMs, run, null);
  }

  every(periodMs: number, run: () => void): Timer {
    if (!(periodMs > 0)) throw new RangeError(`A period of ${periodMs} ms would never end.`);
    return this.#add(periodMs, run, periodMs);
  }

  /** Goes to the next task and does it; false when there is none. */
  step(): boolean {
    const task = this.#tasks.pop();
    if (task === undefined) return false;
    this.#elapsedMs = Math.max(this.#elapsedMs, task.due);
    if (task.periodMs !== null) {
      task.due += task.periodMs;
      this.#insert(task);
    }
    task.run();
    return true;
  }

  #add(delayMs: number, run: () => void, periodMs: number | null): Timer {
    const task = { due: this.#elapsedMs + Math.max(0, delayMs), order: 0, run, periodMs };
    this.#insert(task);
    return {
      cancel: () => {
        task.periodMs = null;
        const at = this.#tasks.indexOf(task);
        if (at >= 0) this.#tasks.splice(at, 1);
      },
    };
  }

  #insert(task: Task): void {
    this.#order += 1;
    task.order = this.#order;
    let low = 0;
    let high = this.#tasks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#tasks[middle];
      if (other !== undefined && isLater(other, task)) low = middle + 1;
      else high = middle;
    }
    this.#tasks.splice(low, 0, task);
  }
}

function isLater(a: Task, b: Task): boolean {
  return a.due === b.due ? a.order > b.order : a.due > b.due;
}
