import { ContractError } from '#shared/contract/error.ts';
import type { Caller } from '#shared/contract/service.ts';

import { decideAcceptBreak } from '../trading/decide-break.ts';
import { markBeforeAdoption, openDay } from './day-pnl.ts';
import type { DeskCore } from './desk-core.ts';
import { recorded } from './record.ts';

/**
 * Takes the broker's figure for a break over as the desk's, by a person's word. The day's P&L stays what it was: what
 * the broker's figure is worth was not made today.
 */
export async function acceptBreak(
  core: DeskCore,
  breakId: string,
  note: string,
  caller: Caller,
): Promise<Record<string, never>> {
  const { books } = core.state;
  const decided = decideAcceptBreak(
    books,
    breakId,
    core.lastHoldings,
    note,
    caller.person.personId,
  );
  if (!decided.ok) throw new ContractError(decided.error);
  const facts = [...markBeforeAdoption(core, [decided.fact]), decided.fact];
  const taken = recorded(core, facts, undefined, caller);
  // The books have the figure already, and both facts share one record.
  const retaken = decided.fact.kind === 'position.adopted' ? recorded(core, openDay(core)) : taken;
  await Promise.all([taken, retaken]);
  core.link.requestSnapshot();
  return {};
}
