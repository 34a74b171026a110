import fc from 'fast-check';

import type { StoredFact } from '../../src/main/journal/chain.ts';
import { worldCommands, type Model } from './commands.ts';
import { compareWithGateway, compareWithReplay, settle } from './settled.ts';
import { World } from './world.ts';

/** One seed: a world and what was done in it. */
export interface SeedRun {
  seed: number;
  violations: readonly string[];
  /** Null where nothing was violated: the shortest list of commands that still violates. */
  shrunk: string | null;
  tail: readonly string[];
  traceHash: string;
}

/** A minute of virtual time costs as much as all the rest of a life. */
const byTheMinuteEvery = 32;
const replayEvery = 8;

class Violated extends Error {
  override readonly name = 'Violated';
}

/**
 * Draws a life of a desk from the seed and lives it, then settles and compares. A life that violates is shortened to
 * the fewest commands that still do. The same seed gives the same trace.
 */
export async function runSeed(
  seed: number,
  history: readonly StoredFact[],
  { shrink = true }: { shrink?: boolean } = {},
): Promise<SeedRun> {
  let lastTail: readonly string[] = [];
  let firstHash: string | null = null;
  const life = fc.asyncProperty(worldCommands, async (commands) => {
    const world = new World({ seed, history });
    try {
      world.startDesk();
      await world.untilTrading();
      const model: Model = { tradingState: 'ACTIVE', killed: false, placed: 0 };
      await fc.asyncModelRun(() => ({ model, real: world }), commands);
      await settle(world, seed % byTheMinuteEvery === 0 ? 'by-the-minute' : 'by-reconnect');
      await compareWithGateway(world);
      if (world.isRunning && seed % replayEvery === 0) compareWithReplay(world);
    } finally {
      world.end();
      firstHash ??= world.trace.digest();
    }
    if (world.violations.length > 0) {
      lastTail = world.trace.tail();
      throw new Violated(world.violations.join('\n'));
    }
  });
  const result = await fc.check(life, {
    seed,
    numRuns: 1,
    plugins: [fc.unbiased()],
    endOnFailure: !shrink,
  });
  if (!result.failed) {
    return { seed, violations: [], shrunk: null, tail: [], traceHash: firstHash ?? '' };
  }
  const { counterexample, errorInstance } = result;
  return {
    seed,
    violations: [sentenceOf(errorInstance)],
    shrunk: counterexample === null ? '' : fc.stringify(counterexample),
    tail: lastTail,
    traceHash: firstHash ?? '',
  };
}

function sentenceOf(error: unknown): string {
  if (error instanceof Violated) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
