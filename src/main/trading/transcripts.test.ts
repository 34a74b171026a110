import { describe, expect, it } from 'vitest';

import { exposureOf, openOrders } from './books.ts';
import {
  aapl,
  account,
  brokerOrder,
  commissionWord,
  errorWord,
  executionWord,
  openOrderWord,
  statusWord,
  TradingScenario,
} from './trading-scenario.ts';

/** A text with this in it. */
const saying = (text: string): unknown => expect.stringContaining(text);

/** The server's words of captured paper sessions, in the order they came (`reference/transcripts`). */
describe('captured sessions', () => {
  it('place_order_modify_to_market_late_execution: Filled comes before the execution', () => {
    const desk = new TradingScenario();
    const ref = desk.place(13, { quantity: 1, limitPrice: 12.89 });
    const limit = { quantity: 1, limitPrice: 12.89 };
    const market = { quantity: 1, orderType: 'MKT', limitPrice: 0, stopPrice: 0 };

    expect(desk.hear(openOrderWord(13, limit))).toEqual(['order.changed']);
    expect(desk.order(ref)).toMatchObject({ status: 'WORKING', permId: 389_000_013 });
    expect(desk.hear(statusWord(13, 'Submitted', { remaining: 1 }))).toEqual([]);

    expect(desk.hear(openOrderWord(13, market))).toEqual(['order.changed']);
    expect(desk.order(ref)).toMatchObject({ orderType: 'MKT', limitPrice: null, stopPrice: null });

    expect(desk.hear(statusWord(13, 'Filled', { filled: 1 }))).toEqual(['order.changed']);
    expect(desk.order(ref)).toMatchObject({
      status: 'WORKING',
      filledQuantity: 0,
      reason: saying('execution has not come yet'),
    });
    expect(exposureOf(desk.books, aapl)).toEqual({ position: 0, workingBuy: 1, workingSell: 0 });
    expect(desk.hear(statusWord(13, 'Filled', { filled: 1 }))).toEqual([]);

    const execution = executionWord(13, 'late-exec-13', { quantity: 1, price: 257.9 });
    expect(desk.hear(execution)).toEqual(['execution.received', 'order.changed']);
    expect(desk.order(ref)).toMatchObject({
      status: 'FILLED',
      filledQuantity: 1,
      averageFillPrice: 257.9,
      reason: null,
    });
    expect(exposureOf(desk.books, aapl)).toEqual({ position: 1, workingBuy: 0, workingSell: 0 });
    expect(desk.hear(execution)).toEqual([]);
    expect(desk.hear(commissionWord('late-exec-13', 1_000_000, 0))).toEqual([
      'commission.received',
    ]);
    expect(desk.books.ledgers.get(aapl)?.position).toMatchObject({
      quantity: 1,
      costBasisMicros: 257_900_000,
      commissionsMicros: 1_000_000,
    });
  });

  it('place_order_fill_native_execution_time: the execution comes before Filled', () => {
    const desk = new TradingScenario();
    const ref = desk.place(1, { quantity: 1, orderType: 'MKT', limitPrice: null });
    const market = { quantity: 1, orderType: 'MKT', limitPrice: null };
    const kinds = [
      openOrderWord(1, { ...market, brokerStatus: 'PreSubmitted' }),
      statusWord(1, 'PreSubmitted', { remaining: 1 }),
      executionWord(1, '0000e0d5.69dd7411.01.01', { quantity: 1, price: 257.95 }),
      openOrderWord(1, { ...market, brokerStatus: 'Filled', filledQuantity: 1 }),
      statusWord(1, 'Filled', { filled: 1 }),
      commissionWord('0000e0d5.69dd7411.01.01'),
    ].map((word) => desk.hear(word));

    expect(kinds).toEqual([
      ['order.changed'],
      [],
      ['execution.received', 'order.changed'],
      [],
      [],
      ['commission.received'],
    ]);
    expect(desk.order(ref)).toMatchObject({ status: 'FILLED', averageFillPrice: 257.95 });
  });

  it('api_stop_loss_management_aapl: buy, protect, move the stop, cancel it, close', () => {
    const desk = new TradingScenario();
    const market = { quantity: 1, orderType: 'MKT' as const, limitPrice: null };
    desk.place(275, market);
    desk.hear(openOrderWord(275, market));
    desk.hear(statusWord(275, 'PreSubmitted', { remaining: 1 }));
    desk.hear(executionWord(275, '0000e0d5.69e02bfb.01.01', { quantity: 1, price: 263.5 }));
    desk.hear(openOrderWord(275, market));
    desk.hear(statusWord(275, 'Filled', { filled: 1 }));
    desk.hear(commissionWord('0000e0d5.69e02bfb.01.01'));
    expect(desk.order('ref-275').status).toBe('FILLED');

    const stop = {
      side: 'SELL' as const,
      quantity: 1,
      orderType: 'STP' as const,
      limitPrice: null,
      stopPrice: 13.13,
    };
    const held = statusWord(276, 'PreSubmitted', { remaining: 1, whyHeld: 'trigger' });
    desk.place(276, stop);
    // TWS sends a limit price of its own making on a stop order first, and 0 after.
    expect(desk.hear(openOrderWord(276, { ...stop, limitPrice: 13.16 }))).toEqual([
      'order.changed',
    ]);
    expect(desk.hear(held)).toEqual(['order.changed']);
    expect(desk.hear(openOrderWord(276, { ...stop, limitPrice: 0 }))).toEqual([]);
    expect(desk.hear(held)).toEqual([]);
    expect(desk.order('ref-276')).toMatchObject({
      status: 'WORKING',
      limitPrice: null,
      stopPrice: 13.13,
      reason: 'Held by the broker: trigger.',
    });

    desk.modify('ref-276', { stopPrice: 14.13 });
    expect(desk.order('ref-276').pendingChange).toMatchObject({ stopPrice: 14.13 });
    const moved = openOrderWord(276, { ...stop, stopPrice: 14.13, limitPrice: 0 });
    expect([moved, held, moved, held].map((word) => desk.hear(word))).toEqual([
      ['order.changed'],
      [],
      [],
      [],
    ]);
    expect(desk.order('ref-276')).toMatchObject({ stopPrice: 14.13, pendingChange: null });

    desk.cancel('ref-276');
    expect(desk.order('ref-276').status).toBe('CANCELLING');
    expect(desk.hear(statusWord(276, 'Cancelled', { remaining: 1 }))).toEqual(['order.changed']);
    expect(desk.hear(errorWord(276, 202, 'cancelled', 'Order Canceled - reason:'))).toEqual([]);
    expect(desk.order('ref-276')).toMatchObject({ status: 'CANCELLED', reason: null });

    desk.place(277, { ...market, side: 'SELL' });
    desk.hear(openOrderWord(277, { ...market, side: 'SELL' }));
    desk.hear(statusWord(277, 'Submitted', { remaining: 1 }));
    desk.hear(
      executionWord(277, '0000dc8f.6a3147b0.01.01', { side: 'SELL', quantity: 1, price: 263.58 }),
    );
    desk.hear(openOrderWord(277, { ...market, side: 'SELL' }));
    desk.hear(statusWord(277, 'Filled', { filled: 1 }));
    expect(desk.order('ref-277').status).toBe('FILLED');
    expect(desk.books.ledgers.get(aapl)?.position).toMatchObject({
      quantity: 0,
      costBasisMicros: 0,
      realizedPnlMicros: 80_000,
      commissionsMicros: 1_000_000,
    });
    expect(exposureOf(desk.books, aapl)).toEqual({ position: 0, workingBuy: 0, workingSell: 0 });
  });

  it('api_reconnect_active_order_aapl: a GTC order outlives the connection', () => {
    const desk = new TradingScenario();
    const ref = desk.place(294, { limitPrice: 13.27, timeInForce: 'GTC' });
    const word = brokerOrder(294, { limitPrice: 13.27, timeInForce: 'GTC' });
    desk.hear({ kind: 'open-order', order: word });
    desk.hear(statusWord(294, 'Submitted', { remaining: 10 }));

    expect(desk.loseLink()).toEqual(['order.changed']);
    expect(desk.order(ref).status).toBe('UNKNOWN');
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(10);

    const kinds = desk.reconcile({ openOrders: [word] }, 0);
    expect(kinds).toEqual(['order.changed', 'reconciliation.completed']);
    expect(desk.order(ref)).toMatchObject({ status: 'WORKING', reason: null });
    expect(desk.lastBreaks).toEqual([]);

    desk.cancel(ref);
    desk.hear(statusWord(294, 'Cancelled', { remaining: 10 }));
    desk.hear(errorWord(294, 202, 'cancelled', 'Order Canceled - reason:'));
    expect(desk.order(ref).status).toBe('CANCELLED');
    expect(openOrders(desk.books)).toEqual([]);
  });

  it('api_transmit_false_then_transmit_aapl: nothing is heard until it is transmitted', () => {
    const desk = new TradingScenario();
    const ref = desk.place(293);
    expect(desk.order(ref).status).toBe('SENDING');
    desk.hear(openOrderWord(293));
    desk.hear(statusWord(293, 'Submitted', { remaining: 10 }));
    expect(desk.order(ref).status).toBe('WORKING');
    desk.cancel(ref);
    desk.hear(statusWord(293, 'Cancelled', { remaining: 10 }));
    desk.hear(errorWord(293, 202, 'cancelled', 'Order Canceled - reason:'));
    expect(desk.order(ref)).toMatchObject({ status: 'CANCELLED', reason: null });
  });

  it('global_cancel: open orders without a permId, cancelled without being asked one by one', () => {
    const desk = new TradingScenario();
    for (const orderId of [100, 101]) {
      const figures = { quantity: 1, limitPrice: 50, permId: 0, clientId: 0 };
      desk.place(orderId, { quantity: 1, limitPrice: 50 }, 0);
      desk.hear(openOrderWord(orderId, { ...figures, brokerStatus: 'PreSubmitted' }));
      expect(desk.order(`ref-${orderId}`)).toMatchObject({ status: 'WORKING', permId: null });
    }
    for (const orderId of [100, 101]) {
      desk.hear({
        kind: 'order-status',
        update: {
          orderId,
          clientId: 0,
          permId: 8901 + orderId,
          brokerStatus: 'Cancelled',
          filledQuantity: 0,
          remainingQuantity: 0,
          averageFillPrice: 0,
          whyHeld: null,
        },
      });
      expect(desk.order(`ref-${orderId}`)).toMatchObject({
        status: 'CANCELLED',
        permId: 8901 + orderId,
      });
    }
    expect(exposureOf(desk.books, aapl).workingBuy).toBe(0);
  });

  it('place_order_invalid_type_live_error: 321 on an order that is being placed refuses it', () => {
    const desk = new TradingScenario();
    const ref = desk.place(40);
    const message = "Error validating request.-'bF' : cause - Invalid order type was entered";
    expect(desk.hear(errorWord(40, 321, 'rejected', message))).toEqual(['order.changed']);
    expect(desk.order(ref)).toMatchObject({ status: 'REJECTED', reason: message });
  });

  it('grounded_positions: the first reconciliation adopts what the broker holds', () => {
    const desk = new TradingScenario();
    const held = [
      { id: 3691937, symbol: 'AMZN', secType: 'STK', multiplier: 1, quantity: 15, cost: 200.25 },
      { id: aapl, symbol: 'AAPL', secType: 'STK', multiplier: 1, quantity: 10, cost: 256.1 },
      { id: 715358256, symbol: 'YW', secType: 'FUT', multiplier: 1000, quantity: 1, cost: 6384.43 },
      {
        id: 728937835,
        symbol: 'QQQ',
        secType: 'OPT',
        multiplier: 100,
        quantity: -3,
        cost: 2100.6321,
      },
    ] as const;
    const positions = held.map((each) => ({
      accountId: account,
      instrument: {
        instrumentId: each.id,
        symbol: each.symbol,
        displaySymbol: each.symbol,
        secType: each.secType,
        currency: 'USD',
        multiplier: each.multiplier,
      },
      quantity: each.quantity,
      averageCost: each.cost,
    }));
    const adopted = 'position.adopted';
    expect(desk.reconcile({ positions })).toEqual([
      adopted,
      adopted,
      adopted,
      adopted,
      'reconciliation.completed',
    ]);
    expect(desk.books.ledgers.get(728937835)?.position).toMatchObject({
      quantity: -3,
      costBasisMicros: -6_301_896_300,
    });
    expect(exposureOf(desk.books, 3691937).position).toBe(15);
    expect(desk.reconcile({ positions })).toEqual([]);
  });
});
