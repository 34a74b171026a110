import type { Caller, CommandHandler } from '#shared/contract/service.ts';
import type { CommandInput } from '#shared/contract/commands.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import type { Order } from '#shared/domain/order.ts';

import { evaluateChain } from '../risk/chain.ts';
import {
  flattenStep,
  flattenTicket,
  type FlattenStep,
  type HeldPosition,
} from '../risk/flatten.ts';
import { killControls } from '../risk/kill-controls.ts';
import { decideKill, type EngagedKill } from '../risk/kill.ts';
import { openOrders, type TradingBooks } from '../trading/books.ts';
import { denyOrder, intendOrder, type Placing } from '../trading/decide-order.ts';
import { cancelEverything, cancelOnTheWire, mayCancel } from './cancelling.ts';
import { controlContext, displaySymbolOf } from './control-context.ts';
import type { DeskCore } from './desk-core.ts';
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

/** What is held of anything in the account, the desk's own doing or not. */
export function heldInstruments(core: DeskCore): InstrumentId[] {
  return [...core.state.books.exposures]
    .filter(([, { position }]) => position !== 0)
    .map(([instrumentId]) => instrumentId);
}

/** What the kill is to do about one position. */
export function flattenStepOf(
  core: DeskCore,
  engaged: EngagedKill,
  instrumentId: InstrumentId,
): FlattenStep {
  const linkReady = core.linkStatus.state === 'ready' && core.accountProblem === null;
  return flattenStep(heldPosition(core, engaged.flattening, instrumentId), linkReady);
}

/** One position as flattening looks at it; `flattening` are the orders that close positions already. */
export function heldPosition(
  core: DeskCore,
  flattening: EngagedKill['flattening'],
  instrumentId: InstrumentId,
): HeldPosition {
  const { books } = core.state;
  const closingRef = flattening.get(instrumentId);
  const closing = closingRef === undefined ? null : (books.orders.get(closingRef) ?? null);
  const now = nowIso(core);
  const { changedAt, open } = ordersIn(books, instrumentId, closingRef);
  const filledAt = books.filledAt.get(instrumentId) ?? '';
  const movedAt = changedAt > filledAt ? changedAt : filledAt;
  const holdings = core.lastHoldings;
  const listed = holdings?.positions.find(
    ({ accountId, instrument }) =>
      instrument.instrumentId === instrumentId &&
      (accountId === core.state.accountId || accountId === ''),
  );
  return {
    instrumentId,
    quantity: books.exposures.get(instrumentId)?.position ?? 0,
    // What a complete list leaves out is not held; of an incomplete one nothing follows.
    brokerQuantity:
      holdings === null || (listed === undefined && !core.state.reconciliationComplete)
        ? null
        : (listed?.quantity ?? 0),
    // A time that is yet to come is of before the machine's clock was set back.
    brokerIsFresh: holdings !== null && (holdings.requestedAt > movedAt || movedAt > now),
    openOrders: open,
    known: core.state.instruments.has(instrumentId),
    closing:
      closingRef === undefined
        ? null
        : (closing ?? { status: 'UNKNOWN', reason: 'The desk has lost sight of it.' }),
  };
}

/** When the desk last heard of an order in the instrument, ISO-8601, and how many may still trade, leaving out one. */
function ordersIn(
  books: TradingBooks,
  instrumentId: InstrumentId,
  exceptRef: string | undefined,
): { changedAt: string; open: number } {
  let changedAt = '';
  let open = 0;
  for (const order of books.orders.values()) {
    if (order.instrumentId !== instrumentId || order.orderRef === exceptRef) continue;
    if (order.status === 'DENIED') continue;
    if (order.updatedAt > changedAt) changedAt = order.updatedAt;
    if (books.openOrders.has(order.orderRef)) open += 1;
  }
  return { changedAt, open };
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
