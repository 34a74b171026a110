import type { Clock, Timer } from '#shared/domain/ports.ts';

/** The machine's clock. The only place in the simulator that reads it. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after: (delayMs, task) => timer(setTimeout(task, delayMs), clearTimeout),
    every: (periodMs, task) => timer(setInterval(task, periodMs), clearInterval),
  };
}

/** Calls `task` once what has arrived meanwhile has been read. */
export function afterReading(task: () => void): void {
  setImmediate(task);
}

function timer<Handle>(handle: Handle, clear: (handle: Handle) => void): Timer {
  return { cancel: () => clear(handle) };
}
