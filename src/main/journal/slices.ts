import type { Clock } from '#shared/domain/ports.ts';

/** Milliseconds of work after which others get their turn. */
const sliceMs = 4;

/** Runs long work step by step beside a running desk, a few milliseconds at a time. */
export function inSlices<Result>(clock: Clock, steps: Generator<unknown, Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const slice = (): void => {
      const end = clock.monotonic() + sliceMs;
      try {
        do {
          const step = steps.next();
          if (step.done === true) {
            resolve(step.value);
            return;
          }
        } while (clock.monotonic() < end);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      clock.after(0, slice);
    };
    slice();
  });
}
