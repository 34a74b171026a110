import type { Clock } from '#shared/domain/ports.ts';

/** How often what is waited for is looked at, milliseconds. */
const lookEveryMs = 20;

interface Waiting {
  clock: Clock;
  /** Ends the waiting; left out where something is tidied away, which is done to the end. */
  signal?: AbortSignal;
}

/**
 * Looks until there is something to see, and gives it. Throws with `what` where there is nothing within the time, and at
 * once where the check is stopped.
 */
export async function waitUntil<T>(
  waiting: Waiting,
  what: string,
  withinMs: number,
  look: () => T | null | undefined | false,
): Promise<T> {
  const seen = await seenWithin(waiting, withinMs, look);
  if (seen === null) throw new Error(`Not within ${withinMs / 1000} s: ${what}.`);
  return seen;
}

/** As {@link waitUntil}, but gives null where there is nothing within the time: for what is judged by being missing. */
export async function seenWithin<T>(
  { clock, signal }: Waiting,
  withinMs: number,
  look: () => T | null | undefined | false,
): Promise<T | null> {
  const deadline = clock.monotonic() + withinMs;
  for (;;) {
    const seen = look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    signal?.throwIfAborted();
    if (clock.monotonic() > deadline) return null;
    await pause(clock, lookEveryMs);
  }
}

/** Lets time go by while something else is watched. Throws at once where the check is stopped. */
export async function watchFor({ clock, signal }: Waiting, forMs: number): Promise<void> {
  const until = clock.monotonic() + forMs;
  while (clock.monotonic() < until) {
    signal?.throwIfAborted();
    await pause(clock, Math.min(lookEveryMs, forMs));
  }
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
