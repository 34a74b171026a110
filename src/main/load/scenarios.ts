import {
  loadScenariosSchema,
  referenceLineSchema,
  type LoadScenario,
} from '#shared/domain/load.ts';

import reference from '#resources/load/reference.json' with { type: 'json' };
import scenarios from '#resources/load/scenarios.json' with { type: 'json' };

/** Every scenario that ships, in the order in which they are shown. */
export const loadScenarios = loadScenariosSchema.parse(scenarios);

/** What another system reached, and what is wanted. */
export const referenceLine = referenceLineSchema.parse(reference);

/** Null where there is none of that name. */
export function loadScenario(scenarioId: string): LoadScenario | null {
  return loadScenarios.find((each) => each.scenarioId === scenarioId) ?? null;
}

/** Throws where there is none of that name. */
export function requireScenario(scenarioId: string): LoadScenario {
  const found = loadScenario(scenarioId);
  if (found === null) throw new Error(`There is no load scenario ${scenarioId}.`);
  return found;
}
