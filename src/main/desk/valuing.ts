import type { NewFact } from '#shared/domain/fact.ts';

import { openDay, valueLosses } from './day-pnl.ts';
import type { DeskCore } from './desk-core.ts';

/** Opens the exchange's day where it has begun, and values what the desk has lost by the books and quotes of now. */
export function valueLossesNow(core: DeskCore): void {
  if (core.closing) return;
  // First of the two: a day that has just been opened has its figures at once.
  take(core, openDay(core));
  take(core, valueLosses(core));
}

/**
 * As soon as something has come that may have been missing. The controls hold new risk back while the losses are unknown,
 * so a desk that is ready must not wait for the watch to find them out.
 */
export function valueUnknownLosses(core: DeskCore): void {
  if (core.lossFigures.dayPnl === null) valueLossesNow(core);
}

function take(core: DeskCore, facts: readonly NewFact[]): void {
  if (facts.length === 0 || core.road.fault !== null) return;
  core.road.take(facts).catch((error: unknown) => {
    core.log.error({ err: error }, 'What the desk has lost could not be recorded.');
  });
}
