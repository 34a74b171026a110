import { parseArgs } from 'node:util';

import { benchAlertsOnScreen } from './alerts-on-screen.ts';
import { benchControlChain } from './control-chain.ts';
import { benchFactToAlert } from './fact-to-alert.ts';
import type { BenchResult } from './figures.ts';
import { benchKillSwitch } from './kill-switch.ts';
import { thisMachine } from './machine.ts';
import { benchManyAlerts } from './many-alerts.ts';
import { benchMemory } from './memory.ts';
import { asJson, asTable } from './report.ts';
import { benchSingleOrder } from './single-order.ts';
import { benchStartUp } from './start-up.ts';
import { benchSustainedOrders } from './sustained-orders.ts';
import { benchTicks } from './ticks.ts';

/** Every bench, by the name that `--only` takes. */
const benches: ReadonlyMap<string, () => Promise<BenchResult>> = new Map([
  ['control-chain', benchControlChain],
  ['single-order', benchSingleOrder],
  ['sustained-orders', benchSustainedOrders],
  ['ticks', benchTicks],
  ['kill-switch', benchKillSwitch],
  ['fact-to-alert', benchFactToAlert],
  ['many-alerts', benchManyAlerts],
  ['alerts-on-screen', benchAlertsOnScreen],
  ['memory', benchMemory],
  ['start-up', benchStartUp],
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
  const unknown = names.find((name) => !benches.has(name));
  if (unknown !== undefined) throw new Error(`There is no bench ${unknown}. Use: ${usage}`);
  const results: BenchResult[] = [];
  for (const [name, bench] of benches) {
    if (!names.includes(name)) continue;
    console.error(`Measuring ${name} \u2026`);
    try {
      results.push(await bench());
    } catch (error) {
      // The others are still worth having; that one is missing shows in the exit code.
      fail(
        `${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  const machine = thisMachine();
  console.log(values.json ? asJson(machine, results) : asTable(machine, results));
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
