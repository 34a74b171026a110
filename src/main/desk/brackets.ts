import type { CommandInput } from '#shared/contract/commands.ts';
import type { Caller, CommandHandler } from '#shared/contract/service.ts';
import { exitTickets, type BracketTicket } from '#shared/domain/bracket.ts';
import type { Verdict } from '#shared/domain/control.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Order, OrderRole, OrderTicket } from '#shared/domain/order.ts';

import type { AttachedOrder, WireOrder } from '../gateway/order-wire.ts';
import { contextOfExit, gravestOfLegs, type SentBefore } from '../risk/bracket-context.ts';
import { evaluateChain, type ChainResult } from '../risk/chain.ts';
import { orderValueInBase } from '../risk/order-value.ts';
import { denyOrder, intendOrder, type Placing } from '../trading/decide-order.ts';
import { controlContext, displaySymbolOf } from './control-context.ts';
import type { DeskCore } from './desk-core.ts';
import { knowInstrument } from './instruments.ts';
import { judge } from './judging.ts';
import { isLinkRefusal } from './link-refusals.ts';
import { nowIso, recorded } from './record.ts';
import { heldBack, neverSent, nextOrderId } from './sending.ts';

interface Leg {
  readonly role: OrderRole;
  readonly ticket: OrderTicket;
  readonly verdicts: readonly Verdict[];
}

/**
 * Judges an entry with its exits as one, records the three and sends them together. An exit is judged as of when the entry
 * has filled; that is its worst case, since the broker holds it until then and cancels the other when one of them fills.
 */
export async function placeBracket(
  core: DeskCore,
  { bracket, reason = null }: CommandInput<'order.place-bracket'>,
  caller: Caller,
): ReturnType<CommandHandler<'order.place-bracket'>> {
  const { personId } = caller.person;
  const { entry } = bracket;
  const { takeProfit, stopLoss } = exitTickets(bracket);
  const instrument = await knowInstrument(core, entry.instrumentId);
  return judge(core, entry, null, instrument, reason, caller, async (entryResult) => {
    const judged = judgeBracket(core, bracket, entryResult, reason, personId);
    const { allowed, verdicts } = judged.whole;

    const entryRef = core.ports.ids.next();
    const placing = (leg: Leg, orderRef: string): Omit<Placing, 'orderId'> => ({
      ticket: leg.ticket,
      displaySymbol: displaySymbolOf(core, entry.instrumentId),
      accountId: core.state.accountId ?? '',
      orderRef,
      clientId: core.linkStatus.clientId,
      placedBy: personId,
      at: nowIso(core),
      verdicts: leg.verdicts,
      limitsVersion: core.limitsInForce.current.version,
      role: leg.role,
      ...(leg.role === 'entry' ? {} : { entryRef }),
    });
    const entryLeg: Leg = { role: 'entry', ticket: entry, verdicts };
    if (!allowed || instrument === null) {
      await recorded(core, [denyOrder(placing(entryLeg, entryRef)).fact], undefined, caller);
      return { orderRef: entryRef, allowed: false, verdicts: [...verdicts] };
    }
    const legs: readonly Leg[] = [
      entryLeg,
      { role: 'take-profit', ticket: takeProfit, verdicts: judged.takeProfit.verdicts },
      { role: 'stop-loss', ticket: stopLoss, verdicts: judged.stopLoss.verdicts },
    ];
    const intended = legs.map((leg) => ({
      ticket: leg.ticket,
      ...intendOrder({
        ...placing(leg, leg.role === 'entry' ? entryRef : core.ports.ids.next()),
        orderId: nextOrderId(core),
      }),
    }));
    await recorded(
      core,
      intended.map(({ fact }) => fact),
      () => sendTogether(core, intended, instrument),
      caller,
    );
    return { orderRef: entryRef, allowed: true, verdicts: [...verdicts] };
  });
}

/** What the controls say of each exit, and of the bracket as a whole with what they say of its entry. */
export function judgeBracket(
  core: DeskCore,
  bracket: BracketTicket,
  entryResult: ChainResult,
  reason: string | null,
  personId: string,
): { whole: ChainResult; takeProfit: ChainResult; stopLoss: ChainResult } {
  const { entry } = bracket;
  const tickets = exitTickets(bracket);
  const value = entryValue(core, entry, personId);
  const judgeExit = (ticket: OrderTicket, before: SentBefore): ChainResult =>
    evaluateChain(
      contextOfExit(
        controlContext(core, ticket, null, personId, reason),
        { side: entry.side, unfilled: entry.quantity },
        before,
      ),
    );
  const takeProfit = judgeExit(tickets.takeProfit, {
    messages: 1,
    orders: { onSide: 0, total: 1 },
    value,
  });
  const stopLoss = judgeExit(tickets.stopLoss, {
    messages: 2,
    orders: { onSide: 1, total: 2 },
    value,
  });
  const whole = gravestOfLegs([
    { name: 'Entry', result: entryResult },
    { name: 'Take-profit', result: takeProfit },
    { name: 'Stop-loss', result: stopLoss },
  ]);
  return { whole, takeProfit, stopLoss };
}

/** 0 where nobody can value it: the entry's own verdict then denies. */
function entryValue(core: DeskCore, entry: OrderTicket, personId: string): number {
  const context = controlContext(core, entry, null, personId, null);
  const value = orderValueInBase(context, entry.quantity);
  return Number.isFinite(value) ? value : 0;
}

/** Hands the recorded orders to the link as one. What keeps one of them keeps all. */
function sendTogether(
  core: DeskCore,
  intended: readonly { readonly order: Order; readonly ticket: OrderTicket }[],
  instrument: Instrument,
): void {
  const orders = intended.map(({ order }) => order);
  const { books } = core.state;
  const ended = orders.some(({ orderRef }) => books.orders.get(orderRef)?.status !== 'SENDING');
  const halted = orders.some((order) => heldBack(core, order) !== null);
  if (ended || halted) {
    const why = ended
      ? 'A part of its bracket was cancelled before it was sent.'
      : 'Trading was HALTED before it was sent.';
    for (const order of orders) neverSent(core, order, 'cancelled', why);
    return;
  }
  const [entry] = orders;
  const last = orders.at(-1);
  const wireOrders = intended.map(({ order, ticket }): WireOrder => ({
    ...ticket,
    orderId: order.orderId,
    orderRef: order.orderRef,
    accountId: order.accountId,
    instrument,
    attached: {
      parentOrderId: order === entry ? null : (entry?.orderId ?? null),
      ocaGroup: order === entry ? null : ocaGroupOf(order),
      // The last one transmitted takes those before it along.
      transmit: order === last,
    },
  }));
  try {
    core.link.placeTogether(
      wireOrders,
      () => orders.map((order) => heldBack(core, order)).find((why) => why !== null) ?? null,
    );
  } catch (error) {
    if (!isLinkRefusal(error)) throw error;
    for (const order of orders) {
      neverSent(core, order, 'rejected', `It was not sent: ${error.message}`);
    }
  }
}

/** The group in which one exit cancels the other, by the name of their entry: no other bracket has it. */
function ocaGroupOf({ entryRef }: Pick<Order, 'entryRef'>): string | null {
  return typeof entryRef === 'string' ? `bracket-${entryRef}` : null;
}

/** What a change of an order must carry along so that it stays part of its bracket; nothing for an order by itself. */
export function attachmentOf(core: DeskCore, order: Order): { attached?: AttachedOrder } {
  if (typeof order.entryRef !== 'string') return {};
  const entry = core.state.books.orders.get(order.entryRef);
  return {
    attached: {
      parentOrderId: entry?.orderId ?? null,
      ocaGroup: ocaGroupOf(order),
      transmit: true,
    },
  };
}
