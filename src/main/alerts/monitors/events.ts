import type { FactBody, NewFact } from '#shared/domain/fact.ts';

import type { Monitor, Reading } from '../monitor.ts';
import { describeOrder } from '../words.ts';

/** What the desk knew when a fact came. */
export interface EventView {
  /** The market's price of the instrument of a fill, where it is fresh and the fill is of now; null where it is not. */
  readonly referencePrice: number | null;
  /** Open orders of other clients that the desk knows besides the one that a fact is about. */
  readonly otherExternalOrders: number;
}

/** A monitor of what happens at one moment and is over. */
export type EventMonitor = Pick<Monitor, 'id' | 'crossed' | 'actsOn'> & {
  /** What there is to compare in a fact; null in most. Pure. */
  read(fact: NewFact, view: EventView): Reading | null;
};

export const eventMonitors: readonly EventMonitor[] = [
  {
    id: 'external-order',
    crossed: 'at',
    actsOn: 'desk',
    read(fact, { otherExternalOrders }) {
      if (fact.kind !== 'order.external-seen') return null;
      const { order } = fact.body;
      const open = otherExternalOrders + 1;
      return {
        subject: order.orderRef,
        observed: open,
        unit: 'open orders of others',
        orderRef: order.orderRef,
        instrumentId: order.instrumentId,
        detail: () =>
          `${describeOrder(order)} was placed outside this desk (client ${order.clientId}). No control of this desk saw it.${open > 1 ? ` It is one of ${open} open orders of others.` : ''}`,
      };
    },
  },
  {
    id: 'broker-liquidation',
    crossed: 'at',
    actsOn: 'desk',
    read(fact) {
      if (fact.kind !== 'execution.received' || fact.body.liquidation !== true) return null;
      const { side, quantity, displaySymbol, price, instrumentId } = fact.body.execution;
      return {
        // One alert for an instrument: a liquidation comes in many fills.
        subject: String(instrumentId),
        observed: 1,
        unit: null,
        instrumentId,
        detail: () =>
          `The broker liquidated: ${side} ${quantity} ${displaySymbol} at ${price}. The account has too little margin, and the broker goes on until it is enough.`,
      };
    },
  },
  {
    id: 'fill-far-from-quote',
    crossed: 'at',
    actsOn: 'instrument',
    read(fact, { referencePrice }) {
      if (fact.kind !== 'execution.received' || referencePrice === null) return null;
      return farFill(fact.body, referencePrice);
    },
  },
];

function farFill(
  { execution, corrects }: FactBody<'execution.received'>,
  reference: number,
): Reading | null {
  // A correction says what was long ago.
  if (corrects !== null || execution.quantity === 0 || reference <= 0) return null;
  const { execId, orderRef, instrumentId, side, quantity, displaySymbol, price } = execution;
  const percent = (Math.abs(price - reference) / reference) * 100;
  return {
    subject: execId,
    observed: percent,
    unit: 'percent',
    orderRef,
    instrumentId,
    detail: ({ threshold }) =>
      `${side} ${quantity} ${displaySymbol} filled at ${price}, ${percent.toFixed(2)} % from the quote of ${reference}; ${threshold} % are far.`,
  };
}
