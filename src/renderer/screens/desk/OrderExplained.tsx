import { awaitedAnswer } from '#shared/domain/awaited-answer.ts';

import { ActionButton } from '../../actions/ActionButton.tsx';
import { formatMoment } from '../../format.ts';
import { useClock } from '../../stores/clock-store.ts';
import { orders } from '../../stores/desk-topics.ts';
import { symbolOf, tickOf } from '../../stores/instruments.ts';
import { useLimits } from '../../stores/limits-store.ts';
import { useSelection } from '../../stores/selection-store.ts';
import { describeOrder } from '../../stores/ticket-draft.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { ownerOf } from './order-words.ts';

/** Says of the selected order what its state alone does not: that nobody knows its fate, or that it is not the desk's. */
export function OrderExplained() {
  const orderRef = useSelection((state) => state.orderRef);
  const order = useTopic(orders, ({ rows }) =>
    orderRef === null ? undefined : rows.get(orderRef),
  );
  const today = useClock(({ now }) => Math.floor(now / 60_000) * 60_000);
  const deadline = useLimits((state) => state.limits?.acknowledgementDeadline.value ?? null);
  const since = order === undefined ? null : (awaitedAnswer(order)?.since ?? null);
  const late = useClock(
    ({ now }) => since !== null && deadline !== null && now - Date.parse(since) > deadline,
  );
  if (order === undefined) return null;
  const sentence = describeOrder(order, symbolOf(order), tickOf(order.instrumentId));
  if (order.status === 'UNKNOWN') {
    return (
      <aside className="order-explained order-explained-unknown" aria-label="Order of unknown fate">
        <p>
          <strong>▲ {sentence}: nobody has told what became of it</strong>, since{' '}
          {formatMoment(order.updatedAt, today)}. {order.reason} It may be working, filled or gone,
          so it counts as working, and it is never sent again. The desk asks the broker at every
          reconciliation. Look it up in TWS by its reference {order.orderRef}, or cancel it: that
          harms nothing if it is not there.
        </p>
        <div className="button-row">
          <ActionButton action="order.cancel" label="Cancel" size="compact-xs" />
          <ActionButton action="order.journal" size="compact-xs" label="Journal" />
        </div>
      </aside>
    );
  }
  const awaited = awaitedAnswer(order);
  if (awaited !== null && late) {
    return (
      <aside
        className="order-explained order-explained-unknown"
        aria-label="Order without an answer"
      >
        <p>
          <strong>
            ▲ {sentence}: no answer to the {awaited.what}
          </strong>{' '}
          since {formatMoment(awaited.since, today)}. The broker may have it or not, so it counts as
          working, new risk in {symbolOf(order)} is denied, and it is never sent again. The desk
          asks at every reconciliation. Look it up in TWS by its reference {order.orderRef}, or
          cancel it: that harms nothing if it is not there.
        </p>
        <div className="button-row">
          <ActionButton action="order.cancel" label="Cancel" size="compact-xs" />
          <ActionButton action="order.journal" size="compact-xs" label="Journal" />
        </div>
      </aside>
    );
  }
  if (order.external) {
    return (
      <aside className="order-explained" aria-label="External order">
        <p>
          <strong>{sentence}</strong> is external: {ownerOf(order)}. It counts in the desk’s
          exposure. It can be cancelled here, and changed only where it was made.
        </p>
      </aside>
    );
  }
  return null;
}
