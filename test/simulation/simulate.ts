/** `npm run simulate`: lives of the desk in virtual time, far more of them than `npm test` has time for. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { matrixTable, runMatrix, type Cell } from './matrix.ts';
import { catchPlanted } from './catch-planted.ts';
import { firstViolation, seedsFrom } from './many-seeds.ts';
import { plantedBugs } from './planted-bugs.ts';
import { plantedBugsPage } from './planted-bugs-page.ts';
import { knownInstruments } from './world.ts';

const usage = `npm run simulate -- [--seeds N] [--seed S] [--matrix] [--planted [--bug ID]]

  --seeds N      how many seeds, one after the other; 1000 unless given
  --seed S       the first of them; 1 unless given
  --matrix       every fault at every state of an order instead
  --planted      every planted bug instead: each must be caught; with --bug ID, that one
  --planted-page writes docs/planted-bugs.md anew`;

const batchSize = 100;

/** Numbers of a command line. Throws a sentence. */
function whole(name: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new RangeError(`--${name} ${text}: a whole number is needed.`);
}

async function seeds(first: number, count: number): Promise<boolean> {
  const since = performance.now();
  for (let done = 0; done < count;) {
    const batch = Math.min(batchSize, count - done);
    const violation = await firstViolation(seedsFrom(first + done, batch));
    if (violation !== null) {
      console.log(`\n${violation}`);
      return false;
    }
    done += batch;
    const each = (performance.now() - since) / done;
    console.log(`${done} of ${count} seeds held, ${each.toFixed(1)} ms each`);
  }
  const took = (performance.now() - since) / 1000;
  console.log(`${count} seeds from ${first} on held in ${took.toFixed(1)} s.`);
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

async function hunts(id: string | null): Promise<boolean> {
  const wanted = plantedBugs.filter((bug) => id === null || bug.id === id);
  if (wanted.length === 0) throw new RangeError(`There is no planted bug ${id ?? ''}.`);
  let missed = 0;
  for (const bug of wanted) {
    const { caughtBy } = await catchPlanted(bug);
    if (caughtBy === null) missed += 1;
    console.log(`${caughtBy === null ? '✗' : '✓'}  ${bug.id}: ${caughtBy ?? 'NOTHING noticed it'}`);
  }
  console.log(`${wanted.length - missed} of ${wanted.length} planted bugs were caught.`);
  return missed === 0;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      matrix: { type: 'boolean', default: false },
      planted: { type: 'boolean', default: false },
      'planted-page': { type: 'boolean', default: false },
      bug: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return true;
  }
  if (values.matrix) return matrix();
  if (values.planted) return hunts(values.bug ?? null);
  if (values['planted-page']) {
    writeFileSync(join(import.meta.dirname, '../../docs/planted-bugs.md'), plantedBugsPage());
    return true;
  }
  return seeds(whole('seed', values.seed, 1), whole('seeds', values.seeds, 1000));
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
