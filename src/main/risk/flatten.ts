import type { InstrumentId } from '#shared/domain/instrument.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { Order, OrderSide, OrderTicket } from '#shared/domain/order.ts';
import type { MarketSession } from '#shared/domain/trading-hours.ts';

import type { EngagedKill } from './kill.ts';

/** One position as flattening looks at it. */
export interface HeldPosition {
  readonly instrumentId: InstrumentId;
  /** Signed, by the desk's own books. */
  readonly quantity: number;
  /** Signed, by the broker's list of this connection; null before it has given one that it ended. */
  readonly brokerQuantity: number | null;
  /** Whether the broker was asked after the last thing that happened in the instrument. */
  readonly brokerIsFresh: boolean;
  /** Open orders in the instrument without the one that closes it, other clients' too. */
  readonly openOrders: number;
  /** Whether the desk knows the instrument well enough to send an order in it. */
  readonly known: boolean;
  /** In which its market is now; null where its hours do not say. */
  readonly session: MarketSession | null;
  /** The order of this kill that closes it; null before there is one. */
  readonly closing: Pick<Order, 'status' | 'reason'> | null;
}

/**
 * `due`: its order may leave now. `waiting`: see `why`; `askBroker` where another list of positions would end that.
 * `sent`: its order is under way; `why` where it waits there. `stuck`: its order ended, and what is left is for a person.
 */
export type FlattenStep =
  | { readonly stage: 'due' }
  | { readonly stage: 'waiting'; readonly why: string; readonly askBroker: boolean }
  | { readonly stage: 'sent'; readonly why: string | null }
  | { readonly stage: 'stuck'; readonly why: string };

/**
 * What is to be done about one position while a kill with flatten is engaged. It is closed once, with the whole of what is
 * held, when nothing else can trade in it any more and the desk's books and the broker's list, asked for after that, say
 * the same. Where they do not, nothing is traded: an order of a size that nobody is sure of could open a position.
 *
 * @param linkReady whether orders can leave and the books were compared on this connection
 */
export function flattenStep(position: HeldPosition, linkReady: boolean): FlattenStep {
  const { closing } = position;
  if (closing !== null) {
    if (isOpen(closing.status)) return { stage: 'sent', why: waitsForMarket(position) };
    if (closing.status === 'FILLED') {
      return { stage: 'stuck', why: 'Its order has filled, and the position is not closed.' };
    }
    const reason = closing.reason === null ? '' : ` ${closing.reason}`;
    return {
      stage: 'stuck',
      why: `Its order was ${closing.status}.${reason} Engage the kill switch again, or close it by hand.`,
    };
  }
  const waits = waitingReasons.find((reason) => reason.holds(position, linkReady));
  if (waits === undefined) return { stage: 'due' };
  return { stage: 'waiting', why: waits.why(position), askBroker: waits.askBroker };
}

/** What becomes of a market order where the market does not trade it now; null where it does, or nobody knows. */
export function waitsForMarket({ session }: Pick<HeldPosition, 'session'>): string | null {
  if (session === null || session === 'regular') return null;
  const market = session === 'closed' ? 'Its market is closed' : 'Its regular session is not on';
  return `${market}: a market order waits at the broker for the next and trades at the price of then.`;
}

interface WaitingReason {
  holds(position: HeldPosition, linkReady: boolean): boolean;
  why(position: HeldPosition): string;
  readonly askBroker: boolean;
}

/** In the order in which they end. */
const waitingReasons: readonly WaitingReason[] = [
  {
    holds: (_position, linkReady) => !linkReady,
    why: () =>
      'The link is not ready. It is closed when the link is back and the books are compared.',
    askBroker: false,
  },
  {
    holds: ({ openOrders }) => openOrders > 0,
    why: ({ openOrders }) =>
      openOrders === 1
        ? 'An order in it has not ended yet.'
        : `${openOrders} orders in it have not ended yet.`,
    askBroker: false,
  },
  {
    holds: ({ known }) => !known,
    why: () => 'The gateway has not described the instrument yet.',
    askBroker: false,
  },
  {
    holds: ({ brokerQuantity, brokerIsFresh }) => brokerQuantity === null || !brokerIsFresh,
    why: () => 'The broker is being asked what is held.',
    askBroker: true,
  },
  {
    holds: ({ quantity, brokerQuantity }) => quantity !== brokerQuantity,
    why: ({ quantity, brokerQuantity }) =>
      `The desk holds ${quantity} and the broker says ${brokerQuantity}. It is closed when they agree, or by hand.`,
    askBroker: true,
  },
];

/** The side that closes a position. */
export function closingSide(quantity: number): OrderSide {
  return quantity > 0 ? 'SELL' : 'BUY';
}

/** A market order for the whole position: to be out counts, not the price. */
export function flattenTicket({
  instrumentId,
  quantity,
}: Pick<HeldPosition, 'instrumentId' | 'quantity'>): OrderTicket {
  return {
    instrumentId,
    side: closingSide(quantity),
    orderType: 'MKT',
    quantity: Math.abs(quantity),
    limitPrice: null,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
  };
}

/** Whether an order that closes a position may still leave: the kill it belongs to is the one that is engaged. */
export function mayFlatten(
  kill: EngagedKill | null,
  { orderRef, instrumentId }: Pick<Order, 'orderRef' | 'instrumentId'>,
): boolean {
  return kill !== null && kill.flatten && kill.flattening.get(instrumentId) === orderRef;
}
