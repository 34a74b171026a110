import { expect, it } from 'vitest';

import type { Activity } from '#shared/contract/topics.ts';
import { untouchedAlert, type Alert } from '#shared/domain/alert.ts';
import type { Order, OrderStatus } from '#shared/domain/order.ts';

import { alertsSince, factsSince, ordersInDoubt } from './desk-reaction.ts';

const at = (second: number): string => new Date(second * 1_000).toISOString();

function order(orderRef: string, status: OrderStatus, more: Partial<Order> = {}): Order {
  return {
    orderRef,
    orderId: 1,
    clientId: 11,
    permId: null,
    accountId: 'DU1000001',
    instrumentId: 7,
    displaySymbol: 'SPY',
    side: 'BUY',
    orderType: 'LMT',
    quantity: 100,
    limitPrice: 270,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
    status,
    filledQuantity: 0,
    averageFillPrice: null,
    reason: null,
    pendingChange: null,
    external: false,
    placedBy: 'p1',
    placedAt: at(1),
    updatedAt: at(1),
    ...more,
  };
}

function alert(alertId: string, lastSeen: number, state: Alert['state'] = 'open'): Alert {
  return {
    alertId,
    fingerprint: alertId,
    rule: 'link-down',
    severity: 'warning',
    title: 'The link is not ready',
    detail: '',
    state,
    conditionCleared: false,
    count: 1,
    firstSeenAt: at(0),
    lastSeenAt: at(lastSeen),
    orderRef: null,
    instrumentId: null,
    ...untouchedAlert,
  };
}

it('counts as in doubt what the broker has not answered, the oldest first', () => {
  const change = { quantity: 5, limitPrice: null, stopPrice: null };
  const doubtful = ordersInDoubt([
    order('working', 'WORKING'),
    order('unknown', 'UNKNOWN', { updatedAt: at(9) }),
    order('sending', 'SENDING', { updatedAt: at(3) }),
    order('filled', 'FILLED'),
    order('cancelling', 'CANCELLING', { updatedAt: at(4) }),
    order('changing', 'WORKING', { pendingChange: change, updatedAt: at(2) }),
    order('denied', 'DENIED'),
  ]);
  expect(doubtful.map(({ orderRef }) => orderRef)).toEqual([
    'changing',
    'sending',
    'cancelling',
    'unknown',
  ]);
});

it('shows alerts seen since the fault, also those that are over; before one, those that are open', () => {
  const all = [alert('before', 10), alert('after', 20), alert('over', 21, 'resolved')];
  const ids = (since: number | null) => alertsSince(all, since).map(({ alertId }) => alertId);
  expect(ids(15_000)).toEqual(['over', 'after']);
  expect(ids(null)).toEqual(['after', 'before']);
});

it('shows the latest facts since the fault', () => {
  const facts: Activity[] = [1, 2, 3, 4].map((seq) => ({
    seq,
    at: at(seq),
    kind: 'desk.started',
    sentence: '',
    tone: 'neutral',
  }));
  const seqs = (since: number | null, most: number) =>
    factsSince(facts, since, most).map(({ seq }) => seq);
  expect(seqs(2_000, 9)).toEqual([4, 3, 2]);
  expect(seqs(null, 2)).toEqual([4, 3]);
});
