import type { Caller, CommandHandler } from '#shared/contract/service.ts';
import type { CommandInput } from '#shared/contract/commands.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import type { Order } from '#shared/domain/order.ts';

import { evaluateChain } from '../risk/chain.ts';
import { flattenTicket } from '../risk/flatten.ts';
import { killControls } from '../risk/kill-controls.ts';
import { decideKill, type EngagedKill } from '../risk/kill.ts';
import { openOrders } from '../trading/books.ts';
import { denyOrder, intendOrder, type Placing } from '../trading/decide-order.ts';
import { cancelEverything, cancelOnTheWire, mayCancel } from './cancelling.ts';
import { controlContext, displaySymbolOf } from './control-context.ts';
import type { DeskCore } from './desk-core.ts';
import { flattenStepOf, heldInstruments } from './flattening.ts';
import { nowIso, record, recorded } from './record.ts';
import { nextOrderId, sendOrder } from './sending.ts';

/** Orders of the desk that a kill cancels. */
export function ownOpenOrders(core: DeskCore): Order[] {
  return openOrders(core.state.books).filter((order) => !order.external);
}

/**
 * Halts the desk and cancels everything, and closes every position after that where it was asked for. With the link down
 * it halts now and does the rest on reconnect.
 */
export async function kill(
  core: DeskCore,
  { reason, flatten = false }: CommandInput<'kill.engage'>,
  caller: Caller,
): ReturnType<CommandHandler<'kill.engage'>> {
  const own = ownOpenOrders(core);
  const { facts } = decideKill(own, { reason, flatten }, caller.person.personId);
  const reachable = mayCancel(core);
  const answer = {
    cancelsSent: reachable ? own.length : 0,
    waitingForLink: !reachable,
    positionsToClose: flatten ? heldInstruments(core).length : 0,
  };
  const cancelAll = (): void => {
    if (reachable) cancelEverything(core, own);
  };
  const taken = recorded(core, facts, cancelAll, caller);
  // Ahead of everything that waits for the disk's next turn.
  core.road.flush();
  try {
    await taken;
  } catch (error) {
    // Without a link nothing will be cancelled later either: a desk that cannot record does not reconcile.
    if (core.road.fault === null || !reachable) throw error;
    // A cancel only takes risk away, so it leaves even where it cannot be recorded any more. An order does not: nothing
    // is closed by a desk that keeps no record of it.
    core.log.error({ err: error, by: caller.person.personId, reason }, 'Killed without a record.');
    cancelEverything(core, own);
    return { ...answer, positionsToClose: 0 };
  }
  goOnFlattening(core, 'ask-broker');
  return answer;
}

/** Orders that a kill could not cancel while the link was down are cancelled as soon as it is back. */
export function finishKill(core: DeskCore): void {
  const { kill: engaged } = core.state;
  if (engaged === null) return;
  const own = ownOpenOrders(core);
  const open = own.filter(({ role }) => role !== 'flatten');
  if (open.length > 0) {
    core.log.warn(
      { orders: open.length },
      'The kill switch was engaged: cancelling what is still open.',
    );
    // Everything at once would take the orders with it that close positions.
    if (open.length === own.length) cancelEverything(core, own);
    else for (const order of open) cancelOnTheWire(core, order);
  }
  goOnFlattening(core);
}

/**
 * Closes what can be closed by now for a kill that was asked to. Called whenever the gateway has said something, and each
 * second, when it also asks the broker for its positions where that is what is waited for.
 */
export function goOnFlattening(core: DeskCore, asking: 'ask-broker' | null = null): void {
  const { kill: engaged } = core.state;
  if (engaged === null || !engaged.flatten || core.road.fault !== null || core.closing) return;
  let mustAsk = false;
  for (const instrumentId of heldInstruments(core)) {
    const step = flattenStepOf(core, engaged, instrumentId);
    if (step.stage === 'due') closePosition(core, engaged, instrumentId);
    mustAsk ||= step.stage === 'waiting' && step.askBroker;
  }
  if (mustAsk && asking === 'ask-broker') core.link.requestSnapshot();
}

/** Sends the order that closes a position, if the kill's own controls let it: recorded like every other order. */
function closePosition(core: DeskCore, engaged: EngagedKill, instrumentId: InstrumentId): void {
  const quantity = core.state.books.exposures.get(instrumentId)?.position ?? 0;
  const ticket = flattenTicket({ instrumentId, quantity });
  const { allowed, verdicts } = evaluateChain(
    controlContext(core, ticket, null, engaged.by, null),
    killControls,
  );
  const instrument = core.state.instruments.get(instrumentId);
  const placing: Omit<Placing, 'orderId'> = {
    ticket,
    displaySymbol: displaySymbolOf(core, instrumentId),
    accountId: core.state.accountId ?? '',
    orderRef: core.ports.ids.next(),
    clientId: core.linkStatus.clientId,
    placedBy: engaged.by,
    at: nowIso(core),
    verdicts,
    limitsVersion: core.limitsInForce.current.version,
    role: 'flatten',
  };
  if (!allowed || instrument === undefined) {
    record(core, [denyOrder(placing).fact]);
    return;
  }
  const { order, fact } = intendOrder({ ...placing, orderId: nextOrderId(core) });
  record(core, [fact], () => sendOrder(core, order, ticket, instrument));
}
