import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Order, OrderStatus } from '#shared/domain/order.ts';

import { adoptDesk } from './connection-store.ts';
import { deskDouble, type DeskDouble } from './desk-double.fixture.ts';
import { dismissKill, holdKill, holdMs, killSentence, releaseKill, useKill } from './kill-store.ts';

function order(displaySymbol: string, status: OrderStatus): Order {
  return {
    orderRef: `${displaySymbol}-${status}`,
    orderId: 1,
    clientId: 11,
    permId: null,
    accountId: 'DU1000001',
    instrumentId: 7,
    displaySymbol,
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
    placedAt: '2026-01-05T10:00:00.000Z',
    updatedAt: '2026-01-05T10:00:00.000Z',
  };
}

let desk: DeskDouble;

beforeEach(() => {
  vi.useFakeTimers();
  desk = deskDouble();
  adoptDesk(desk);
  desk.answer['kill.engage'] = () =>
    Promise.resolve({ cancelsSent: 2, waitingForLink: false, positionsToClose: 0 });
});

afterEach(() => {
  releaseKill();
  dismissKill();
  vi.useRealTimers();
});

describe('the kill switch', () => {
  it('acts only after its whole second', async () => {
    holdKill();
    await vi.advanceTimersByTimeAsync(holdMs - 1);
    expect(desk.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(desk.asked.map(({ command }) => command)).toEqual(['kill.engage']);
    expect(useKill.getState().stage).toEqual({
      at: 'engaged',
      cancelsSent: 2,
      waitingForLink: false,
    });
  });

  it('does nothing when it is let go before', async () => {
    holdKill();
    await vi.advanceTimersByTimeAsync(holdMs - 1);
    releaseKill();
    await vi.advanceTimersByTimeAsync(holdMs);
    expect(desk.asked).toEqual([]);
    expect(useKill.getState().stage).toEqual({ at: 'idle' });
  });

  it('is not engaged twice by holding on', async () => {
    holdKill();
    holdKill();
    await vi.advanceTimersByTimeAsync(holdMs * 2);
    expect(desk.asked).toHaveLength(1);
  });

  it('can be engaged again after it was', async () => {
    holdKill();
    await vi.advanceTimersByTimeAsync(holdMs);
    holdKill();
    await vi.advanceTimersByTimeAsync(holdMs);
    expect(desk.asked).toHaveLength(2);
  });

  it('says so when the desk cannot be reached', async () => {
    desk.become({ phase: 'lost', reason: 'Gone.' });
    holdKill();
    await vi.advanceTimersByTimeAsync(holdMs);
    expect(useKill.getState().stage).toMatchObject({
      at: 'failed',
      problem: { message: 'The console has lost the desk, so nothing was sent.' },
    });
  });
});

describe('what it says before the second is over', () => {
  it.each<[Order[], string]>([
    [[], 'This halts the desk. There is no open order to cancel.'],
    [[order('SPY', 'FILLED')], 'This halts the desk. There is no open order to cancel.'],
    [
      [order('SPY', 'WORKING'), order('QQQ', 'DENIED')],
      'This halts the desk and cancels the 1 open order: SPY.',
    ],
    [
      ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((symbol) => order(symbol, 'UNKNOWN')),
      'This halts the desk and cancels all 7 open orders: A, B, C, D, E and 2 more.',
    ],
  ])('%#', (orders, sentence) => {
    expect(killSentence(orders)).toBe(sentence);
  });
});
