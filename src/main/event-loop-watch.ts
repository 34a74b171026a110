import type { Clock } from '#shared/domain/ports.ts';

const periodMs = 1000;
const kept = 60;

export interface EventLoopWatch {
  /** The longest of the last minute, milliseconds. */
  longestDelayMs(): number;
  /** Of the last second, milliseconds; null before the first is over. */
  lastDelayMs(): number | null;
  stop(): void;
}

/** Measures how late a timer comes each second: so long anything else would have had to wait for its turn. */
export function watchEventLoop(clock: Clock): EventLoopWatch {
  let delays: number[] = [];
  let before = clock.monotonic();
  const timer = clock.every(periodMs, () => {
    const now = clock.monotonic();
    delays = [...delays.slice(1 - kept), Math.max(0, now - before - periodMs)];
    before = now;
  });
  return {
    longestDelayMs: () => Math.max(0, ...delays),
    lastDelayMs: () => delays.at(-1) ?? null,
    stop: () => timer.cancel(),
  };
}
