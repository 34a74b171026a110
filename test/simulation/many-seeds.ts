import { setImmediate } from 'node:timers/promises';

import { runSeed } from './run-seed.ts';
import { knownInstruments } from './world.ts';

/** Every so many seeds one is lived twice and must leave the same trace. */
const twiceEvery = 50;

/**
 * Lives the lives of these seeds. Gives a text for the first that violates, to be read by a person: its seed, its
 * violations, the fewest commands, and the end of its trace; null when all hold.
 */
export async function firstViolation(seeds: Iterable<number>): Promise<string | null> {
  const history = await knownInstruments();
  for (const seed of seeds) {
    const run = await runSeed(seed, history);
    if (run.shrunk !== null) {
      return [
        `Seed ${seed} violates:`,
        ...run.violations,
        '',
        `The fewest commands that still do: ${run.shrunk}`,
        '',
        'The end of its trace:',
        ...run.tail,
        '',
        `Run it again with: npm run simulate -- --seeds 1 --seed ${seed}`,
      ].join('\n');
    }
    if (seed % twiceEvery === 0) {
      const again = await runSeed(seed, history);
      if (again.traceHash !== run.traceHash) {
        return `Seed ${seed} left another trace the second time.`;
      }
      // Timers of the client library that have done their work are let go here.
      await setImmediate();
    }
  }
  return null;
}

/** `count` seeds from `first` on, every `step`th. */
export function* seedsFrom(first: number, count: number, step = 1): Generator<number> {
  for (let index = 0; index < count; index += 1) yield first + index * step;
}
