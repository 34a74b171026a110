import { describe, expect, it } from 'vitest';

import type { BrokerOrder } from '#shared/domain/broker-word.ts';

import { SnapshotCollector, snapshotSections } from './snapshot.ts';

const order: BrokerOrder = {
  orderId: 5,
  clientId: 7,
  permId: 99,
  orderRef: '01J',
  accountId: 'DU1000001',
  instrumentId: 1,
  displaySymbol: 'SPY',
  side: 'BUY',
  orderType: 'LMT',
  quantity: 10,
  limitPrice: 1,
  stopPrice: null,
  timeInForce: 'DAY',
  outsideRth: false,
  brokerStatus: 'PreSubmitted',
  filledQuantity: null,
  reason: null,
};

const statusOf = {
  orderId: 5,
  clientId: 7,
  permId: 99,
  brokerStatus: 'Submitted',
  filledQuantity: 4,
  remainingQuantity: 6,
  averageFillPrice: 1,
  whyHeld: null,
} as const;

describe('a snapshot', () => {
  it('joins an open order with the status that follows it', () => {
    const collector = new SnapshotCollector(1, 2, '2026-04-13T19:27:03.000Z');
    collector.addOpenOrder(order);
    collector.addOrderStatus(statusOf);
    expect(collector.build([], 1).openOrders).toEqual([
      { ...order, brokerStatus: 'Submitted', filledQuantity: 4 },
    ]);
  });

  it('keeps orders without an order id apart by permId', () => {
    const collector = new SnapshotCollector(1, 2, '2026-04-13T19:27:03.000Z');
    collector.addOpenOrder({ ...order, orderId: 0, clientId: 0, permId: 1 });
    collector.addOpenOrder({ ...order, orderId: 0, clientId: 0, permId: 2 });
    collector.addOpenOrder({ ...order, orderId: 0, clientId: 0, permId: 2, quantity: 20 });
    expect(collector.build([], 1).openOrders.map(({ quantity }) => quantity)).toEqual([10, 20]);
  });

  it('lets the later word about one thing stand', () => {
    const collector = new SnapshotCollector(1, 2, '2026-04-13T19:27:03.000Z');
    const instrument = {
      instrumentId: 1,
      symbol: 'SPY',
      displaySymbol: 'SPY',
      secType: 'STK',
      currency: 'USD',
      multiplier: 1,
    } as const;
    collector.addPosition({ accountId: 'DU1', instrument, quantity: 5, averageCost: 1 });
    collector.addPosition({ accountId: 'DU1', instrument, quantity: 7, averageCost: 2 });
    collector.addAccountValue({
      accountId: 'DU1',
      tag: 'BuyingPower',
      value: '1',
      currency: 'USD',
    });
    collector.addAccountValue({
      accountId: 'DU1',
      tag: 'BuyingPower',
      value: '2',
      currency: 'USD',
    });
    const snapshot = collector.build(['DU1'], 9);
    expect(snapshot.positions.map(({ quantity }) => quantity)).toEqual([7]);
    expect(snapshot.accountValues.map(({ value }) => value)).toEqual(['2']);
    expect(snapshot).toMatchObject({ accountIds: ['DU1'], nextOrderId: 9 });
  });

  it('is complete only when every part has ended', () => {
    const collector = new SnapshotCollector(1, 2, '2026-04-13T19:27:03.000Z');
    for (const section of snapshotSections) {
      expect(collector.build([], 1).complete).toBe(false);
      collector.end(section);
    }
    expect(collector.build([], 1).complete).toBe(true);
  });

  it('is not complete when a part was refused, or a message lost', () => {
    const refused = new SnapshotCollector(1, 2, '2026-04-13T19:27:03.000Z');
    for (const section of snapshotSections) refused.end(section);
    refused.refuse('executions');
    expect([refused.outstanding, refused.missing, refused.build([], 1).complete]).toEqual([
      [],
      ['executions'],
      false,
    ]);
    const damaged = new SnapshotCollector(1, 2, '2026-04-13T19:27:03.000Z');
    for (const section of snapshotSections) damaged.end(section);
    damaged.damage();
    expect(damaged.build([], 1).complete).toBe(false);
  });
});
