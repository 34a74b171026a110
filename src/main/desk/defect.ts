import type { NewFact } from '#shared/domain/fact.ts';

import { decideRaise } from '../alerts/alert-decisions.ts';
import { condition } from '../alerts/alert-rules.ts';
import { decideTighten } from '../risk/trading-states.ts';
import type { DeskCore } from './desk-core.ts';

/**
 * An exception that nobody expected: some part of the desk is wrong, and nobody knows which of its figures still
 * hold. The desk goes HALTED until a person sets it ACTIVE again; cancels and the kill switch go on working.
 * @param where what the desk was doing, as the end of "a fault of its own while …".
 */
export function haltForDefect(core: DeskCore, where: string, error: unknown): void {
  core.log.error({ err: error }, `The desk met a fault of its own while ${where}.`);
  if (core.road.fault !== null) return;
  const message = error instanceof Error ? error.message : String(error);
  const reason = `The desk met a fault of its own while ${where}: ${message}. Compare orders and positions with the broker before you set it ACTIVE, and send the log.`;
  const facts: NewFact[] = decideRaise(
    core.state.alerts,
    condition('desk-defect', where, reason),
    core.ports.clock.now(),
    () => core.ports.ids.next(),
  );
  const halt = { instrumentId: null, state: 'HALTED', reason, cause: 'defect' } as const;
  facts.push(...decideTighten(core.state.tradingStates, halt, 'desk'));
  if (facts.length === 0) return;
  core.road.take(facts).catch((failure: unknown) => {
    core.log.error({ err: failure }, 'That the desk is halted could not be recorded.');
  });
}

/** Does something that nobody waits for: what it throws halts the desk instead of ending the process. */
export function guarded(core: DeskCore, where: string, task: () => void): void {
  try {
    task();
  } catch (error) {
    haltForDefect(core, where, error);
  }
}
