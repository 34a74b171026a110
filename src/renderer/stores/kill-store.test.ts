import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { KillStatus } from '#shared/domain/kill.ts';
import type { Order, OrderStatus } from '#shared/domain/order.ts';

import { adoptDesk } from './connection-store.ts';
import { deskDouble, type DeskDouble } from './desk-double.fixture.ts';
import {
  closeKillDialog,
  dismissKill,
  holdKill,
  holdMs,
  killRemains,
  killSentence,
  releaseKill,
  runKillDrill,
  useKill,
} from './kill-store.ts';

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
      flatten: false,
      cancelsSent: 2,
      waitingForLink: false,
      positionsToClose: 0,
    });
  });

  it('closes positions only when it was held for that', async () => {
    holdKill(true);
    await vi.advanceTimersByTimeAsync(holdMs);
    holdKill();
    await vi.advanceTimersByTimeAsync(holdMs);
    expect(desk.asked.map(({ input }) => input)).toMatchObject([
      { flatten: true },
      { flatten: false },
    ]);
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

describe('the drill', () => {
  it('shows what it found, and engages nothing', async () => {
    const drill = {
      openOrders: 3,
      positions: [],
      decideMs: 0.1,
      recordMs: 1.2,
      leftMs: 0.1,
      answeredMs: 6.5,
      failure: null,
    };
    desk.answer['kill.drill'] = () => Promise.resolve(drill);
    await runKillDrill();
    expect(desk.asked.map(({ command }) => command)).toEqual(['kill.drill']);
    expect(useKill.getState()).toMatchObject({
      dialogOpen: true,
      stage: { at: 'idle' },
      drill: { at: 'done', drill },
    });
    closeKillDialog();
    expect(useKill.getState()).toMatchObject({ dialogOpen: false, drill: { at: 'idle' } });
  });

  it('says so when the desk refuses it', async () => {
    desk.become({ phase: 'lost', reason: 'Gone.' });
    await runKillDrill();
    expect(useKill.getState().drill).toMatchObject({ at: 'failed' });
    closeKillDialog();
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
    expect(killSentence(orders, null, false)).toBe(sentence);
  });

  it('of orders that this window may not see, without pretending that there are none', () => {
    expect(killSentence(null, null, false)).toBe(
      'This halts the desk and cancels every open order. Which they are is not shown at this window now.',
    );
  });

  const held: KillStatus = {
    key: 'kill',
    openOrders: 0,
    positions: [
      {
        instrumentId: 7,
        displaySymbol: 'SPY',
        side: 'SELL',
        quantity: 120,
        value: 330_000,
        stage: 'held',
        why: null,
      },
      {
        instrumentId: 8,
        displaySymbol: 'QQQ',
        side: 'BUY',
        quantity: 20,
        value: 4_000,
        stage: 'held',
        why: null,
      },
    ],
    grossValue: 334,
    baseCurrency: 'USD',
    engaged: null,
    lastDrill: null,
  };

  it.each<[KillStatus | null, boolean, string]>([
    [held, false, 'What is held stays: 2 positions.'],
    [
      held,
      true,
      'Then it closes all 2 positions at the market, about 334.00 USD: SELL 120 SPY, BUY 20 QQQ.',
    ],
    [
      { ...held, positions: held.positions.slice(0, 1), grossValue: null },
      true,
      'Then it closes the 1 position at the market, of a value that is not known: SELL 120 SPY.',
    ],
    [{ ...held, positions: [] }, true, 'There is no position to close.'],
    [null, true, 'Then it closes every position at the market; what is held is not known here.'],
  ])('of what is held, %#', (status, flatten, sentence) => {
    expect(killSentence([], status, flatten)).toBe(
      `This halts the desk. There is no open order to cancel. ${sentence}`,
    );
  });
});

it('a kill has what is open at the halted desk yet to see ended, and nothing of a desk that is armed again', () => {
  const all = [order('SPY', 'WORKING'), order('QQQ', 'UNKNOWN'), order('IWM', 'CANCELLED')];
  expect(killRemains(true, all)).toBe(2);
  expect(killRemains(true, [order('SPY', 'FILLED')])).toBe(0);
  expect(killRemains(false, all)).toBe(0);
});
