import type { Caller } from '#shared/contract/service.ts';
import type { WhatIf } from '#shared/domain/broker-word.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { Order, OrderTicket } from '#shared/domain/order.ts';

import { contextOfExit } from '../risk/bracket-context.ts';
import { evaluateChain, type ChainResult } from '../risk/chain.ts';
import type { ControlContext } from '../risk/control.ts';
import { needsWhatIf } from '../risk/controls/what-if-margin.ts';
import { controlContext } from './control-context.ts';
import type { DeskCore } from './desk-core.ts';
import { isLinkRefusal } from './link-refusals.ts';

export const noWhatIf: { whatIf: WhatIf | null; whatIfUnavailable: string | null } = {
  whatIf: null,
  whatIfUnavailable: null,
};

export async function askWhatIf(
  core: DeskCore,
  ticket: OrderTicket,
  instrument: Instrument | null,
): Promise<typeof noWhatIf> {
  if (instrument === null || core.state.accountId === null) {
    return { whatIf: null, whatIfUnavailable: 'The instrument or the account is not known yet.' };
  }
  try {
    const whatIf = await core.link.whatIf({
      ...ticket,
      orderRef: 'what-if',
      accountId: core.state.accountId,
      instrument,
    });
    return { whatIf, whatIfUnavailable: null };
  } catch (error) {
    if (!isLinkRefusal(error)) throw error;
    return { whatIf: null, whatIfUnavailable: error.message };
  }
}

export function whatIfSeen({
  whatIf,
  whatIfUnavailable,
}: typeof noWhatIf): ControlContext['whatIf'] {
  return whatIf ?? (whatIfUnavailable === null ? null : { unavailable: whatIfUnavailable });
}

/**
 * What every control says of an order, as of the moment it is decided: where the broker has to name the margin first, that
 * is after its answer. What needs no answer is judged at once, in the turn in which it was asked. `decide` runs in the very
 * turn of the verdicts, so that no other order is judged before this one counts.
 */
export async function judge<Decided>(
  core: DeskCore,
  ticket: OrderTicket,
  modified: Order | null,
  instrument: Instrument | null,
  reason: string | null,
  caller: Caller,
  decide: (result: ChainResult) => Promise<Decided>,
): Promise<Decided> {
  const { personId } = caller.person;
  const context = contextNow(core, ticket, modified, personId, reason);
  if (!needsWhatIf(context)) return decide(evaluateChain(context));
  const question = core.state.allowedMeanwhile.ask();
  try {
    const asked = await askWhatIf(core, ticket, instrument);
    const now =
      modified === null ? null : (core.state.books.orders.get(modified.orderRef) ?? modified);
    return await decide(
      evaluateChain({
        ...contextNow(core, ticket, now, personId, reason),
        whatIf: whatIfSeen(asked),
        notInWhatIf: question.notCounted(),
      }),
    );
  } finally {
    question.end();
  }
}

/** An exit whose entry is still to fill is judged as of when it has: until then the broker holds it. */
function contextNow(
  core: DeskCore,
  ticket: OrderTicket,
  modified: Order | null,
  personId: string,
  reason: string | null,
): ControlContext {
  const context = controlContext(core, ticket, modified, personId, reason);
  const entryRef = modified?.entryRef ?? null;
  const entry = entryRef === null ? undefined : core.state.books.orders.get(entryRef);
  if (entry === undefined || !isOpen(entry.status)) return context;
  const unfilled = entry.quantity - entry.filledQuantity;
  return contextOfExit(
    context,
    { side: entry.side, unfilled },
    { messages: 0, orders: { onSide: 0, total: 0 }, value: 0 },
  );
}
