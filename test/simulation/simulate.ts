/** `npm run simulate`: lives of the desk in virtual time, far more of them than `npm test` has time for. */
import { parseArgs } from 'node:util';

import { matrixTable, runMatrix, type Cell } from './matrix.ts';
import { runSeed } from './run-seed.ts';
import { knownInstruments } from './world.ts';

const usage = `npm run simulate -- [--seeds N] [--seed S] [--twice N] [--matrix] [--planted [ID]]

  --seeds N      how many seeds, one after the other; 1000 unless given
  --seed S       the first of them; 1 unless given
  --twice N      every Nth seed is run a second time and must leave the same trace; 25 unless given
  --matrix       every fault at every state of an order instead
  --planted      every planted bug instead: each must be caught; with an id, that one`;

const everyFew = 100;

/** Numbers of a command line. Throws a sentence. */
function whole(name: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new RangeError(`--${name} ${text}: a whole number is needed.`);
}

async function seeds(first: number, count: number, twice: number): Promise<boolean> {
  const history = await knownInstruments();
  const since = performance.now();
  for (let seed = first; seed < first + count; seed += 1) {
    const run = await runSeed(seed, history);
    if (run.shrunk !== null) {
      console.log(`\nSeed ${seed} violates:\n${run.violations.join('\n')}`);
      console.log(`\nThe fewest commands that still do:\n${run.shrunk}`);
      console.log(`\nThe end of its trace:\n${run.tail.join('\n')}`);
      console.log(`\nRun it again with: npm run simulate -- --seeds 1 --seed ${seed}`);
      return false;
    }
    if (twice > 0 && seed % twice === 0) {
      const again = await runSeed(seed, history);
      if (again.traceHash !== run.traceHash) {
        console.log(`\nSeed ${seed} left another trace the second time.`);
        return false;
      }
    }
    if ((seed - first + 1) % everyFew === 0) {
      const each = (performance.now() - since) / (seed - first + 1);
      console.log(`${seed - first + 1} of ${count} seeds, ${each.toFixed(1)} ms each`);
      // Timers of the client library that have done their work are let go here.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const took = (performance.now() - since) / 1000;
  console.log(
    `${count} seeds from ${first} on held in ${took.toFixed(1)} s, ${((took * 1000) / count).toFixed(1)} ms each.`,
  );
  return true;
}

async function matrix(): Promise<boolean> {
  const history = await knownInstruments();
  const cells: Cell[] = [];
  for await (const cell of runMatrix(history)) cells.push(cell);
  console.log(matrixTable(cells));
  const broken = cells.filter(({ violations }) => violations.length > 0);
  for (const { fault, state, violations } of broken) {
    console.log(`\n${fault} × ${state}:\n${violations.join('\n')}`);
  }
  console.log(`\n${cells.length - broken.length} of ${cells.length} cells held.`);
  return broken.length === 0;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      twice: { type: 'string' },
      matrix: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return true;
  }
  if (values.matrix) return matrix();
  return seeds(
    whole('seed', values.seed, 1),
    whole('seeds', values.seeds, 1000),
    whole('twice', values.twice, 25),
  );
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
