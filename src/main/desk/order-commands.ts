import type { CommandInput } from '#shared/contract/commands.ts';
import type { CommandHandlers, Caller } from '#shared/contract/service.ts';
import { ContractError } from '#shared/contract/error.ts';
import type { OrderChange, OrderTicket } from '#shared/domain/order.ts';
import { signedQuantity } from '#shared/domain/order.ts';
import { isOpen } from '#shared/domain/order-status.ts';

import { evaluateChain } from '../risk/chain.ts';
import { needsWhatIf } from '../risk/controls/what-if-margin.ts';
import { orderValue, orderValueInBase } from '../risk/order-value.ts';
import { effectiveState } from '../risk/trading-states.ts';
import { exposureOf } from '../trading/books.ts';
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
import { sameFigures } from '../trading/settle-order.ts';
import { anyOrder } from './any-order.ts';
import { cancelOnTheWire, mayCancel } from './cancelling.ts';
import { controlContext, displaySymbolOf } from './control-context.ts';
import { assumedPerson } from './assumed-person.ts';
import type { DeskCore } from './desk-core.ts';
import { attachmentOf, judgeBracket, placeBracket } from './brackets.ts';
import { drill } from './drilling.ts';
import { knowInstrument, knowPriceIncrements } from './instruments.ts';
import { askWhatIf, judge, noWhatIf, whatIfSeen } from './judging.ts';
import { kill } from './killing.ts';
import { isLinkRefusal } from './link-refusals.ts';
import { nowIso, record, recorded } from './record.ts';
import { heldBack, nextOrderId, sendOrder } from './sending.ts';

type OrderCommand =
  | 'order.preview'
  | 'order.place'
  | 'order.place-bracket'
  | 'order.modify'
  | 'order.cancel'
  | 'order.read'
  | 'kill.engage'
  | 'kill.drill';

/** Everything a person can do about orders. */
export function orderCommands(core: DeskCore): Pick<CommandHandlers, OrderCommand> {
  return {
    'order.preview': (input, caller) => preview(core, input, caller),
    'order.place': ({ ticket, reason = null }, caller) => place(core, ticket, reason, caller),
    'order.place-bracket': (input, caller) => placeBracket(core, input, caller),
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
      await recorded(core, [decided.fact], () => cancelOnTheWire(core, decided.order), caller);
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
    'kill.engage': (input, caller) => kill(core, input, caller),
    'kill.drill': (_input, caller) => drill(core, caller),
  };
}

async function preview(
  core: DeskCore,
  {
    ticket,
    withWhatIf,
    reason = null,
    exits = null,
    personId: assumed = null,
  }: CommandInput<'order.preview'>,
  caller: Caller,
) {
  const personId = assumedPerson(core, assumed, caller);
  const instrument = await knowInstrument(core, ticket.instrumentId);
  if (instrument !== null) await knowPriceIncrements(core, instrument);
  const needsIt = needsWhatIf(controlContext(core, ticket, null, personId, reason));
  const question = core.state.allowedMeanwhile.ask();
  const asked = await (
    withWhatIf || needsIt ? askWhatIf(core, ticket, instrument) : Promise.resolve(noWhatIf)
  ).finally(() => question.end());
  const context = {
    ...controlContext(core, ticket, null, personId, reason),
    whatIf: whatIfSeen(asked),
    notInWhatIf: question.notCounted(),
  };
  const entry = evaluateChain(context);
  const { allowed, verdicts } =
    exits === null
      ? entry
      : judgeBracket(core, { entry: ticket, exits }, entry, reason, personId).whole;
  const value = orderValue(context, ticket.quantity);
  const needed = orderValueInBase(context, ticket.quantity);
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

async function place(core: DeskCore, ticket: OrderTicket, reason: string | null, caller: Caller) {
  const instrument = await knowInstrument(core, ticket.instrumentId);
  return judge(core, ticket, null, instrument, reason, caller, async ({ allowed, verdicts }) => {
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
      await recorded(core, [denied.fact], undefined, caller);
      return { orderRef: placing.orderRef, allowed: false, verdicts: [...verdicts] };
    }
    const { order, fact } = intendOrder({ ...placing, orderId: nextOrderId(core) });
    await recorded(core, [fact], () => sendOrder(core, order, ticket, instrument), caller);
    return { orderRef: order.orderRef, allowed: true, verdicts: [...verdicts] };
  });
}

async function modify(
  core: DeskCore,
  orderRef: string,
  change: OrderChange,
  reason: string | null,
  caller: Caller,
) {
  const { order, ticket } = modifiable(core, orderRef, change);
  const instrument = core.state.instruments.get(order.instrumentId) ?? null;
  return judge(core, ticket, order, instrument, reason, caller, async ({ allowed, verdicts }) => {
    // While the broker was asked for the margin the order may have ended, or have been changed by somebody else: what was
    // judged would then take that change back.
    if (!sameFigures(modifiable(core, orderRef, change).ticket, ticket)) throw changedMeanwhile();
    const judged = {
      orderRef,
      change,
      verdicts,
      limitsVersion: core.limitsInForce.current.version,
      by: caller.person.personId,
    };
    if (!allowed || instrument === null) {
      const denied = modifyDenied(judged);
      await recorded(core, [denied], undefined, caller);
      return { allowed: false, verdicts: [...verdicts] };
    }
    const send = (): void => {
      const halted = effectiveState(core.state.tradingStates, order.instrumentId) === 'HALTED';
      if (halted || !isModifiable(core, orderRef)) {
        const why = halted
          ? 'trading was HALTED first.'
          : 'the order was cancelled or ended first.';
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
            ...attachmentOf(core, order),
          },
          () => heldBack(core, order),
        );
      } catch (error) {
        if (!isLinkRefusal(error)) throw error;
        record(core, refusedModify(core, orderRef, error.message));
      }
    };
    await recorded(core, [modifyIntended(judged)], send, caller);
    return { allowed: true, verdicts: [...verdicts] };
  });
}

function changedMeanwhile(): ContractError {
  return new ContractError({
    code: 'conflict',
    message: 'The order was changed while the broker was asked for the margin.',
    advice: 'Look at the order as it is now, and change it again.',
  });
}

/** The order with the ticket it would have after the change. Throws a ContractError where it cannot be changed like this. */
function modifiable(core: DeskCore, orderRef: string, change: OrderChange) {
  const decided = decideModify(core.state.books, orderRef, change);
  if (!decided.ok) throw new ContractError(decided.error);
  return decided;
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
