import type { Alert } from '#shared/domain/alert.ts';

import {
  formatAge,
  formatAveragePrice,
  formatMoney,
  formatPrice,
  formatQuantity,
  formatSignedQuantity,
  unknown,
} from '../../format.ts';
import { useClock } from '../../stores/clock-store.ts';
import { orders, positions, quotes } from '../../stores/desk-topics.ts';
import { tickOf } from '../../stores/instruments.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Figure } from '../../ui/Figure.tsx';

/** The order an alert is about, as it stands now. */
function LinkedOrder({ orderRef }: { orderRef: string }) {
  const order = useTopic(orders, ({ rows }) => rows.get(orderRef) ?? null);
  if (order === null) {
    return <Figure label="Order" value={orderRef} why="It has ended; the journal has it." />;
  }
  const { side, quantity, displaySymbol, orderType, limitPrice, stopPrice, status } = order;
  const prices = [stopPrice, limitPrice].flatMap((price) =>
    price === null ? [] : [formatPrice(price, tickOf(order.instrumentId))],
  );
  const filled = `${formatQuantity(order.filledQuantity)} of ${formatQuantity(quantity)} filled`;
  return (
    <>
      <Figure
        label="Order"
        value={[side, formatQuantity(quantity), displaySymbol, orderType, ...prices].join(' ')}
      />
      <Figure label="Its state" value={`${status.toLowerCase()}, ${filled}`} />
      <Figure label="Reference" value={orderRef} />
    </>
  );
}

/** What the desk holds of an instrument, and what it is quoted at, now. */
function LinkedMarket({ instrumentId }: { instrumentId: number }) {
  const position = useTopic(positions, ({ rows }) => rows.get(instrumentId) ?? null);
  const quote = useTopic(quotes, ({ rows }) => rows.get(instrumentId) ?? null);
  const second = useClock(({ now }) => Math.floor(now / 1_000) * 1_000);
  const tick = tickOf(instrumentId);
  const held = position === null ? 0 : position.quantity;
  const cost = formatAveragePrice(position?.averageCost ?? null, tick);
  const unrealized = formatMoney(position?.unrealizedPnl ?? null);
  const heard = quote?.receivedAt ?? null;
  const age = heard === null ? '' : `, ${formatAge(Math.max(0, second - heard))} ago`;
  return (
    <>
      <Figure
        label="Position"
        value={
          held === 0 || position === null
            ? 'none'
            : `${formatSignedQuantity(held)} at ${cost}, unrealised ${unrealized} ${position.currency}`
        }
      />
      <Figure
        label="Quote"
        value={
          quote === null
            ? unknown
            : `${formatPrice(quote.bid, tick)} / ${formatPrice(quote.ask, tick)}${age}`
        }
        why="The desk has heard no quote of it."
      />
    </>
  );
}

/** What an alert is linked to, as it stands now and not when it was raised. */
export function LinkedFigures({ alert: { orderRef, instrumentId } }: { alert: Alert }) {
  return (
    <>
      {orderRef !== null && <LinkedOrder orderRef={orderRef} />}
      {instrumentId !== null && <LinkedMarket instrumentId={instrumentId} />}
    </>
  );
}
