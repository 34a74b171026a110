/**
 * The simulation with a planted bug in the program: says on one line what notices it, and ends with 0; ends with 1
 * where nothing does. Started by `catchPlanted`, with `plant.ts` loaded first.
 */
import { runMatrix } from './matrix.ts';
import { runSeed } from './run-seed.ts';
import { playScenario, scenarios } from './scenarios.ts';
import { knownInstruments } from './world.ts';

const seedsTried = 300;

async function caughtBy(): Promise<string | null> {
  const history = await knownInstruments();
  for (const scenario of scenarios) {
    const [violation] = await playScenario(scenario, history);
    if (violation !== undefined) return `scenario "${scenario.name}": ${violation}`;
  }
  for await (const { fault, state, violations } of runMatrix(history)) {
    const [violation] = violations;
    if (violation !== undefined) return `matrix "${fault} × ${state}": ${violation}`;
  }
  for (let seed = 1; seed <= seedsTried; seed += 1) {
    const { violations } = await runSeed(seed, history, { shrink: false });
    const [violation] = violations;
    if (violation !== undefined) return `seed ${seed}: ${violation}`;
  }
  return null;
}

// A bug may break the simulation before its first world stands; that is noticed too.
const caught = await caughtBy().catch((error: unknown) => `the start: ${String(error)}`);
if (caught !== null) console.log(caught.split('\n')[0]);
process.exit(caught === null ? 1 : 0);
