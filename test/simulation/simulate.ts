/** `npm run simulate`: lives of the desk in virtual time, far more of them than `npm test` has time for. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { matrixTable, runMatrix, type Cell } from './matrix.ts';
import { catchPlanted } from './catch-planted.ts';
import { firstViolation, seedsFrom } from './many-seeds.ts';
import { plantedBugs } from './planted-bugs.ts';
import { plantedBugsPage } from './planted-bugs-page.ts';
import { readSimulateOptions, SimulateRefused, usage } from './simulate-options.ts';
import { knownInstruments } from './world.ts';

const batchSize = 100;

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
  if (wanted.length === 0) {
    throw new SimulateRefused(
      `There is no planted bug ${id ?? ''}. docs/planted-bugs.md names them all.`,
    );
  }
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
  const options = readSimulateOptions(process.argv.slice(2));
  switch (options.what) {
    case 'help':
      console.log(usage);
      return true;
    case 'matrix':
      return matrix();
    case 'planted':
      return hunts(options.bug);
    case 'planted-page':
      writeFileSync(join(import.meta.dirname, '../../docs/planted-bugs.md'), plantedBugsPage());
      return true;
    case 'seeds':
      return seeds(options.first, options.count);
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof SimulateRefused ? 2 : 1;
}
