import type { FactBody, NewFact } from '#shared/domain/fact.ts';
import type { Order } from '#shared/domain/order.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';

import { condition, type AlertCondition } from './alert-rules.ts';
import { breakCondition, worseBreaks } from './break-condition.ts';
import { describeOrder } from './words.ts';

/**
 * What a fact by itself makes a person see. `orderBefore` is the order the fact is about as it stood before it;
 * null where there was none. `breaksBefore` are the breaks that were known before it.
 */
export function conditionsOfFact(
  fact: NewFact,
  orderBefore: Order | null,
  breaksBefore: readonly Break[],
): AlertCondition[] {
  if (fact.kind === 'reconciliation.completed') {
    return worseBreaks(breaksBefore, fact.body.breaks).map((found) => ({
      ...breakCondition(found),
      worse: true,
    }));
  }
  if (fact.kind === 'order.changed') {
    const { order } = fact.body;
    return [
      ...ofChangedOrder(order, orderBefore),
      ...ofFlattening(order, orderBefore),
      ...ofExit(order, orderBefore),
    ];
  }
  if (fact.kind === 'order.denied') return ofFlattening(fact.body.order, null);
  if (fact.kind === 'execution.received') return ofExecution(fact.body, orderBefore);
  if (fact.kind === 'kill.engaged') return ofKill(fact.body, fact.by);
  if (fact.kind === 'certificate.invalidated') return ofCertificate(fact.body, fact.body.reason);
  if (fact.kind === 'certificate.expired') {
    return ofCertificate(fact.body, `Its time was over at ${fact.body.expiresAt}.`);
  }
  return [];
}

function ofChangedOrder(order: Order, before: Order | null): AlertCondition[] {
  if (order.status !== 'REJECTED' || before?.status === 'REJECTED') return [];
  return [
    condition(
      'order-rejected',
      order.orderRef,
      `${describeOrder(order)} was rejected: ${order.reason ?? 'the broker gave no reason.'} It is not working.`,
      about(order),
    ),
  ];
}

/** An order of the kill switch that ended with something left: the desk sends no second one. */
function ofFlattening(order: Order, before: Order | null): AlertCondition[] {
  if (order.role !== 'flatten' || before?.status === order.status) return [];
  if (order.status !== 'REJECTED' && order.status !== 'CANCELLED' && order.status !== 'DENIED') {
    return [];
  }
  const reason = order.reason === null ? '' : ` ${order.reason}`;
  return [
    condition(
      'flatten-failed',
      order.orderRef,
      `The kill switch could not close ${order.displaySymbol}: ${describeOrder(order)} was ${order.status}.${reason} What is left of it is still held. Engage the kill switch with flatten again, or close it by hand.`,
      about(order),
    ),
  ];
}

/** An exit that the broker refused leaves its entry without that way out. */
function ofExit(order: Order, before: Order | null): AlertCondition[] {
  if (order.role !== 'take-profit' && order.role !== 'stop-loss') return [];
  if (order.status !== 'REJECTED' || before?.status === 'REJECTED') return [];
  const lost = order.role === 'stop-loss' ? 'Nothing ends its loss' : 'Nothing takes its profit';
  return [
    condition(
      'bracket-broken',
      order.orderRef,
      `${describeOrder(order)}, the ${order.role} of a bracket, was rejected. ${lost}. Cancel its entry if that still works, or place the exit anew.`,
      about(order),
    ),
  ];
}

function ofExecution(
  { execution, corrects }: FactBody<'execution.received'>,
  orderBefore: Order | null,
): AlertCondition[] {
  const { side, quantity, displaySymbol, price } = execution;
  if (corrects !== null) {
    const change =
      quantity === 0
        ? `A fill of ${displaySymbol} was taken back`
        : `A fill was corrected to ${side} ${quantity} ${displaySymbol} at ${price}`;
    return [
      condition(
        'fill-corrected',
        execution.execId,
        `${change} by the venue. Position and P&L have changed with it.`,
        { orderRef: execution.orderRef, instrumentId: execution.instrumentId },
      ),
    ];
  }
  const ended = orderBefore?.status;
  if (ended !== 'CANCELLED' && ended !== 'REJECTED') return [];
  return [
    condition(
      'fill-after-end',
      execution.execId,
      `${side} ${quantity} ${displaySymbol} at ${price} filled although the order was ${ended}. The position has changed.`,
      { orderRef: execution.orderRef, instrumentId: execution.instrumentId },
    ),
  ];
}

function ofKill(
  { openOrders, reason, flatten }: FactBody<'kill.engaged'>,
  by: string,
): AlertCondition[] {
  const who = by === 'desk' ? 'The desk' : by;
  const closes = flatten
    ? ' It closes every position as soon as it can, however late that is; engaged again without flattening it calls off what is left.'
    : '';
  return [
    condition(
      'kill-engaged',
      '',
      `${who} engaged the kill switch with ${openOrders} open orders. The desk is HALTED.${closes} Reason: ${reason}`,
    ),
  ];
}

function ofCertificate(
  { certificateId }: { certificateId: string },
  why: string,
): AlertCondition[] {
  return [
    condition(
      'certificate-invalid',
      certificateId,
      `Certificate ${certificateId} holds no more. ${why} What runs now is not what was proven. Go through the readiness phases and have them signed anew.`,
    ),
  ];
}

function about(order: Order): Pick<AlertCondition, 'orderRef' | 'instrumentId'> {
  return { orderRef: order.orderRef, instrumentId: order.instrumentId };
}
