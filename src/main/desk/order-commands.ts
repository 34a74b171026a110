import type { CommandHandlers, Caller } from '#shared/contract/service.ts';
import { ContractError } from '#shared/contract/error.ts';
import type { Order, OrderTicket } from '#shared/domain/order.ts';
import { signedQuantity } from '#shared/domain/order.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { WhatIf } from '#shared/domain/broker-word.ts';
import type { Instrument } from '#shared/domain/instrument.ts';

import { evaluateChain } from '../risk/chain.ts';
import { decideKill } from '../risk/kill.ts';
import { orderValue, orderValueInBase } from '../risk/order-value.ts';
import { effectiveState } from '../risk/trading-states.ts';
import { exposureOf, openOrders } from '../trading/books.ts';
import {
  decideCancel,
  decideModify,
  denyOrder,
  intendOrder,
  modifyDenied,
  modifyIntended,
  type Placing,
} from '../trading/decide-order.ts';
import { orderChanged } from '../trading/facts.ts';
import { settleOrder } from '../trading/settle-order.ts';
import { anyOrder } from './any-order.ts';
import { cancelEverything, cancelOnTheWire, mayCancel } from './cancelling.ts';
import { controlContext, displaySymbolOf } from './control-context.ts';
import type { DeskCore } from './desk-core.ts';
import { knowInstrument, knowPriceIncrements } from './instruments.ts';
import { asContractError, isLinkRefusal } from './link-refusals.ts';
import { nowIso, record, recorded } from './record.ts';

type OrderCommand =
  | 'order.preview'
  | 'order.place'
  | 'order.modify'
  | 'order.cancel'
  | 'order.read'
  | 'kill.engage';

/** Everything a person can do about orders. */
export function orderCommands(core: DeskCore): Pick<CommandHandlers, OrderCommand> {
  return {
    'order.preview': ({ ticket, withWhatIf, reason = null }, caller) =>
      preview(core, ticket, withWhatIf, reason, caller),
    'order.place': ({ ticket, reason = null }, caller) => place(core, ticket, reason, caller),
    'order.modify': ({ orderRef, change, reason = null }, caller) =>
      modify(core, orderRef, change, reason, caller),
    'order.cancel': async ({ orderRef }, caller) => {
      const decided = decideCancel(core.state.books, orderRef, caller.person.personId);
      if (!decided.ok) throw new ContractError(decided.error);
      if (!mayCancel(core)) {
        throw new ContractError({
          code: 'not-ready',
          message: 'The cancel was not sent: the link to the gateway is not up.',
          advice: 'Cancel it in TWS, or again here when the link is back.',
        });
      }
      await recorded(core, [decided.fact], () => cancelOnTheWire(core, decided.order));
      return {};
    },
    'order.read': async ({ orderRef }) => {
      const order = anyOrder(core, orderRef);
      if (order === null) {
        throw new ContractError({
          code: 'not-found',
          message: `The desk has no order ${orderRef}.`,
          advice: 'Choose an order from the list of orders.',
        });
      }
      return { order, verdicts: core.journal.verdictsOf(orderRef) };
    },
    'kill.engage': ({ reason }, caller) => kill(core, reason, caller),
  };
}

async function preview(
  core: DeskCore,
  ticket: OrderTicket,
  withWhatIf: boolean,
  reason: string | null,
  caller: Caller,
) {
  const instrument = await knowInstrument(core, ticket.instrumentId);
  if (instrument !== null) await knowPriceIncrements(core, instrument);
  const context = controlContext(core, ticket, null, caller.person.personId, reason);
  const { allowed, verdicts } = evaluateChain(context);
  const value = orderValue(context, ticket.quantity);
  const needed = orderValueInBase(context, ticket.quantity);
  const asked = withWhatIf ? await askWhatIf(core, ticket, instrument) : noWhatIf;
  return {
    verdicts: [...verdicts],
    allowed,
    orderValue: figureOrNull(value),
    currency: instrument?.currency ?? core.account.baseCurrency,
    positionAfter:
      exposureOf(core.state.books, ticket.instrumentId).position +
      signedQuantity(ticket.side, ticket.quantity),
    buyingPowerAfter:
      context.buyingPower === null || context.reservedBuyingPower === null
        ? null
        : figureOrNull(context.buyingPower - context.reservedBuyingPower - needed),
    ...asked,
  };
}

const figureOrNull = (figure: number): number | null => (Number.isFinite(figure) ? figure : null);

const noWhatIf: { whatIf: WhatIf | null; whatIfUnavailable: string | null } = {
  whatIf: null,
  whatIfUnavailable: null,
};

async function askWhatIf(
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

async function place(core: DeskCore, ticket: OrderTicket, reason: string | null, caller: Caller) {
  const instrument = await knowInstrument(core, ticket.instrumentId);
  const { allowed, verdicts } = evaluateChain(
    controlContext(core, ticket, null, caller.person.personId, reason),
  );
  const placing: Omit<Placing, 'orderId'> = {
    ticket,
    displaySymbol: displaySymbolOf(core, ticket.instrumentId),
    accountId: core.state.accountId ?? '',
    orderRef: core.ports.ids.next(),
    clientId: core.linkStatus.clientId,
    placedBy: caller.person.personId,
    at: nowIso(core),
    verdicts,
    limitsVersion: core.limitsInForce.current.version,
  };
  if (!allowed || instrument === null) {
    const denied = denyOrder(placing);
    await recorded(core, [denied.fact]);
    return { orderRef: placing.orderRef, allowed: false, verdicts: [...verdicts] };
  }
  const { order, fact } = intendOrder({ ...placing, orderId: nextOrderId(core) });
  await recorded(core, [fact], () => sendOrder(core, order, ticket, instrument));
  return { orderRef: order.orderRef, allowed: true, verdicts: [...verdicts] };
}

/**
 * An id that no order of this desk has ever had. A gateway that an order never reached names its id again, and a cancel
 * of the one, or an error about it, would be taken for the other's.
 */
function nextOrderId(core: DeskCore): number {
  try {
    let orderId = core.link.nextOrderId();
    while (core.state.books.orderRefByOrderId.has(orderId)) orderId = core.link.nextOrderId();
    return orderId;
  } catch (error) {
    throw asContractError(error);
  }
}

/**
 * Hands a recorded order to the link. Where the link refuses it, nothing has left, and the desk knows that: the order
 * ends as rejected by the desk itself.
 */
function sendOrder(
  core: DeskCore,
  order: Order,
  ticket: OrderTicket,
  instrument: Instrument,
): void {
  // A cancel, the kill switch or a halt decided while the intent was being recorded: it must not leave after that.
  if (core.state.books.orders.get(order.orderRef)?.status !== 'SENDING') {
    neverSent(core, order, 'cancelled', 'It was cancelled before it was sent.');
    return;
  }
  if (effectiveState(core.state.tradingStates, order.instrumentId) === 'HALTED') {
    neverSent(core, order, 'cancelled', 'Trading was HALTED before it was sent.');
    return;
  }
  try {
    core.link.placeOrder(
      {
        ...ticket,
        orderId: order.orderId,
        orderRef: order.orderRef,
        accountId: order.accountId,
        instrument,
      },
      () => heldBack(core, order),
    );
  } catch (error) {
    if (!isLinkRefusal(error)) throw error;
    neverSent(core, order, 'rejected', `It was not sent: ${error.message}`);
  }
}

/** Why an order that has waited for pacing must not leave any more; null where it may. */
function heldBack(core: DeskCore, { instrumentId }: Order): string | null {
  const halted = effectiveState(core.state.tradingStates, instrumentId) === 'HALTED';
  return halted ? 'Trading was HALTED while it waited for its turn.' : null;
}

function neverSent(
  core: DeskCore,
  order: Order,
  event: 'cancelled' | 'rejected',
  reason: string,
): void {
  const current = core.state.books.orders.get(order.orderRef) ?? order;
  const at = nowIso(core);
  const next = settleOrder(current, { events: [event], reason }, at);
  if (next !== null) record(core, [orderChanged(next, 'order-error')]);
}

async function modify(
  core: DeskCore,
  orderRef: string,
  change: Parameters<typeof decideModify>[2],
  reason: string | null,
  caller: Caller,
) {
  const decided = decideModify(core.state.books, orderRef, change);
  if (!decided.ok) throw new ContractError(decided.error);
  const { order, ticket } = decided;
  const instrument = core.state.instruments.get(order.instrumentId) ?? null;
  const { allowed, verdicts } = evaluateChain(
    controlContext(core, ticket, order, caller.person.personId, reason),
  );
  const judged = {
    orderRef,
    change,
    verdicts,
    limitsVersion: core.limitsInForce.current.version,
    by: caller.person.personId,
  };
  if (!allowed || instrument === null) {
    const denied = modifyDenied(judged);
    await recorded(core, [denied]);
    return { allowed: false, verdicts: [...verdicts] };
  }
  await recorded(core, [modifyIntended(judged)], () => {
    const halted = effectiveState(core.state.tradingStates, order.instrumentId) === 'HALTED';
    if (halted || !isModifiable(core, orderRef)) {
      const why = halted ? 'trading was HALTED first.' : 'the order was cancelled or ended first.';
      record(core, refusedModify(core, orderRef, why));
      return;
    }
    try {
      core.link.placeOrder(
        {
          ...ticket,
          orderId: order.orderId,
          orderRef,
          accountId: order.accountId,
          instrument,
        },
        () => heldBack(core, order),
      );
    } catch (error) {
      if (!isLinkRefusal(error)) throw error;
      record(core, refusedModify(core, orderRef, error.message));
    }
  });
  return { allowed: true, verdicts: [...verdicts] };
}

/** Whether the order still lives, nobody has cancelled it since the change was decided, and it is this client's. */
function isModifiable(core: DeskCore, orderRef: string): boolean {
  const order = core.state.books.orders.get(orderRef);
  if (order === undefined || !isOpen(order.status) || order.status === 'CANCELLING') return false;
  return order.clientId === core.linkStatus.clientId;
}

function refusedModify(core: DeskCore, orderRef: string, why: string) {
  const order = core.state.books.orders.get(orderRef);
  if (order === undefined || order.pendingChange === null) return [];
  const updatedAt = nowIso(core);
  const reason = `The change was not sent: ${why}`;
  return [orderChanged({ ...order, pendingChange: null, reason, updatedAt }, 'order-error')];
}

/** Halts the desk and cancels everything. With the link down it halts now and cancels on reconnect. */
async function kill(core: DeskCore, reason: string, caller: Caller) {
  const own = openOrders(core.state.books).filter((order) => !order.external);
  const { facts } = decideKill(own, reason, caller.person.personId);
  const reachable = mayCancel(core);
  const answer = { cancelsSent: reachable ? own.length : 0, waitingForLink: !reachable };
  const taken = recorded(core, facts, () => {
    if (reachable) cancelEverything(core, own);
  });
  // Ahead of everything that waits for the disk's next turn.
  core.road.flush();
  try {
    await taken;
  } catch (error) {
    // Without a link nothing will be cancelled later either: a desk that cannot record does not reconcile.
    if (core.road.fault === null || !reachable) throw error;
    // A cancel only takes risk away, so it leaves even where it cannot be recorded any more.
    core.log.error({ err: error, by: caller.person.personId, reason }, 'Killed without a record.');
    cancelEverything(core, own);
  }
  return answer;
}
