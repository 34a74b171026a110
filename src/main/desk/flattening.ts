import type { InstrumentId } from '#shared/domain/instrument.ts';

import type { FlatteningPosition } from '../alerts/monitor-view.ts';
import { flattenStep, type FlattenStep, type HeldPosition } from '../risk/flatten.ts';
import type { EngagedKill } from '../risk/kill.ts';
import type { TradingBooks } from '../trading/books.ts';
import { displaySymbolOf, sessionNow } from './control-context.ts';
import type { DeskCore } from './desk-core.ts';

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
  const now = new Date(core.ports.clock.now()).toISOString();
  const described = core.state.instruments.get(instrumentId);
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
      holdings === null || (listed === undefined && core.state.incompleteReconciliations > 0)
        ? null
        : (listed?.quantity ?? 0),
    // A time that is yet to come is of before the machine's clock was set back.
    brokerIsFresh: holdings !== null && (holdings.requestedAt > movedAt || movedAt > now),
    openOrders: open,
    known: described !== undefined,
    session: described === undefined ? null : sessionNow(core, described),
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

/** What a kill with flatten has still to close and goes on about by itself; what is stuck has an alert of its own. */
export function stillFlattening(core: DeskCore): FlatteningPosition[] {
  const { kill } = core.state;
  if (kill === null || !kill.flatten) return [];
  return heldInstruments(core).flatMap((instrumentId): FlatteningPosition[] => {
    const step = flattenStepOf(core, kill, instrumentId);
    if (step.stage !== 'waiting' && step.stage !== 'sent') return [];
    return [
      {
        instrumentId,
        displaySymbol: displaySymbolOf(core, instrumentId),
        engagedAt: Date.parse(kill.at),
        orderRef: step.stage === 'sent' ? (kill.flattening.get(instrumentId) ?? null) : null,
        why: step.why,
      },
    ];
  });
}
