import { expect, it } from 'vitest';

import { playScenario, scenarios } from './scenarios.ts';
import { knownInstruments } from './world.ts';

it.each(scenarios)('$name', async (scenario) => {
  expect(await playScenario(scenario, await knownInstruments())).toEqual([]);
});
