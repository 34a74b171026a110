import type { Clock, Timer } from '#shared/domain/ports.ts';

/** The machine's own clock, for tests with real sockets. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, task): Timer {
    const timer = setTimeout(task, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
  every(periodMs, task): Timer {
    const timer = setInterval(task, periodMs);
    return { cancel: () => clearInterval(timer) };
  },
};

/** Resolves when `holds` does; fails with `what` after `deadlineMs`. */
export async function eventually(
  what: string,
  holds: () => boolean,
  deadlineMs = 3_000,
): Promise<void> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > deadlineMs) {
      throw new Error(`Not within ${deadlineMs} ms: ${what}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
