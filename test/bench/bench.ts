import { parseArgs } from 'node:util';

import { benchControlChain } from './control-chain.ts';
import type { BenchResult } from './figures.ts';
import { thisMachine } from './machine.ts';
import { asJson, asTable } from './report.ts';
import { benchSingleOrder } from './single-order.ts';
import { benchSustainedOrders } from './sustained-orders.ts';

/** Every bench, by the name that `--only` takes. */
const benches: ReadonlyMap<string, () => Promise<BenchResult>> = new Map([
  ['control-chain', benchControlChain],
  ['single-order', benchSingleOrder],
  ['sustained-orders', benchSustainedOrders],
]);

const usage = `npm run bench -- [--json] [--only ${[...benches.keys()].join('|')}]`;

/** Runs the benches one after the other; progress goes to stderr, so that stdout is the result alone. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
    },
  });
  const names = values.only ?? [...benches.keys()];
  const results: BenchResult[] = [];
  for (const name of names) {
    const bench = benches.get(name);
    if (bench === undefined) throw new Error(`There is no bench ${name}. Use: ${usage}`);
    console.error(`Measuring ${name} \u2026`);
    results.push(await bench());
  }
  const machine = thisMachine();
  console.log(values.json ? asJson(machine, results) : asTable(machine, results));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
