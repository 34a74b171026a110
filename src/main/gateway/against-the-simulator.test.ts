import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  linkUnderTest,
  wireOrderOf,
  type LinkUnderTest,
} from '../../../test/support/link-under-test.ts';
import { startSimulatedGateway, type SimulatedGateway } from '../../simulator/gateway.ts';
import type { Instrument } from '#shared/domain/instrument.ts';

let gateway: SimulatedGateway;
let link: LinkUnderTest;

beforeEach(async () => {
  gateway = await startSimulatedGateway({ latencyMs: 5, quoteRate: 20 });
  link = linkUnderTest(gateway.port);
});

afterEach(async () => {
  await link.stop();
  await gateway.close();
});

async function spyOf(): Promise<Instrument> {
  const [spy] = await link.link.instrumentDetails({
    symbol: 'SPY',
    secType: 'STK',
    exchange: 'SMART',
    currency: 'USD',
  });
  if (spy === undefined) throw new Error('The simulated gateway knows no SPY.');
  return spy;
}

function noComplaints(): string[] {
  return link.log.filter((line) => line.startsWith('error') || line.includes('could not'));
}

describe('against the simulated gateway', () => {
  it('is ready with a complete snapshot of its account', async () => {
    await link.ready();
    expect(link.snapshots[0]).toMatchObject({
      accountIds: ['DU1000001'],
      openOrders: [],
      executions: [],
      positions: [],
      complete: true,
    });
    const value = link.snapshots[0]?.accountValues.find(({ tag }) => tag === 'NetLiquidation');
    expect(Number(value?.value)).toBe(1_000_000);
    expect(noComplaints()).toEqual([]);
  });

  it('finds instruments, their details and their history', async () => {
    await link.ready();
    const spy = await spyOf();
    expect(spy).toMatchObject({ instrumentId: 756733, displaySymbol: 'SPY', minTick: 0.01 });
    const found = await link.link.searchInstruments('SPY');
    expect(found.map(({ instrumentId }) => instrumentId)).toContain(756733);
    expect(
      await link.link.instrumentDetails({
        symbol: 'NO SUCH',
        secType: 'STK',
        exchange: 'SMART',
        currency: 'USD',
      }),
    ).toEqual([]);
    const [euro] = await link.link.searchInstruments('EUR.USD');
    expect(euro).toMatchObject({ secType: 'CASH', displaySymbol: 'EUR.USD' });
    const bars = await link.link.historicalBars(spy, '1 day', {
      count: 40,
      endAt: null,
      outsideRth: false,
    });
    expect(bars.length).toBe(40);
    expect(bars.every((bar) => bar.low <= bar.open && bar.close <= bar.high)).toBe(true);
    expect(noComplaints()).toEqual([]);
  });

  it('streams quotes and keeps them up over a drop', async () => {
    await link.ready();
    const spy = await spyOf();
    const leave = link.link.subscribeQuotes(spy);
    await link.until('a two-sided quote', () => {
      const quote = link.quotes.at(-1);
      return quote !== undefined && quote.bid !== null && quote.ask !== null;
    });
    const quote = link.quotes.at(-1);
    expect(quote?.instrumentId).toBe(756733);
    expect(quote?.ask).toBeGreaterThanOrEqual(quote?.bid ?? Number.NaN);
    gateway.control.drop();
    await link.until('the drop', () => link.states().includes('down'));
    const before = link.quotes.length;
    await link.until('quotes again', () => link.quotes.length > before + 3);
    leave();
    expect(link.link.quoteLines().used).toBe(0);
    expect(noComplaints()).toEqual([]);
  });

  it('takes an order to its fill, with execution, commission and the next snapshot', async () => {
    await link.ready();
    const spy = await spyOf();
    const preview = await link.link.whatIf(
      wireOrderOf({ instrument: spy, orderType: 'MKT', limitPrice: null, quantity: 10 }),
    );
    expect(preview.initialMarginAfter).toBeGreaterThan(0);
    expect(link.ofKind('open-order')).toEqual([]);
    const orderId = link.link.nextOrderId();
    link.link.placeOrder(
      wireOrderOf({ orderId, instrument: spy, orderType: 'MKT', limitPrice: null, quantity: 10 }),
    );
    await link.until('it is filled', () =>
      link.ofKind('order-status').some(({ update }) => update.brokerStatus === 'Filled'),
    );
    await link.until('its commission', () => link.ofKind('commission').length > 0);
    const filled = link
      .ofKind('execution')
      .map(({ execution }) => execution)
      .filter((execution) => execution.orderId === orderId);
    expect(filled.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(10);
    expect(filled[0]).toMatchObject({ orderRef: wireOrderOf().orderRef, side: 'BUY', clientId: 7 });
    expect(link.ofKind('commission')[0]?.commission.commissionMicros).toBeGreaterThan(0);
    link.link.requestSnapshot();
    await link.until('another snapshot', () => link.snapshots.length === 2);
    expect(link.snapshots[1]?.positions[0]).toMatchObject({ quantity: 10, accountId: 'DU1000001' });
    expect(link.snapshots[1]?.executions.map(({ execId }) => execId)).toContain(filled[0]?.execId);
    expect(link.snapshots[1]?.completedOrders[0]).toMatchObject({
      orderRef: wireOrderOf().orderRef,
      quantity: 10,
      filledQuantity: 10,
      brokerStatus: 'Filled',
    });
    expect(noComplaints()).toEqual([]);
  });

  it('changes and cancels a working order, and sees it over a reconnect', async () => {
    await link.ready();
    const spy = await spyOf();
    const orderId = link.link.nextOrderId();
    const order = wireOrderOf({ orderId, instrument: spy, limitPrice: 1, quantity: 5 });
    link.link.placeOrder(order);
    await link.until('it works', () =>
      link.ofKind('order-status').some(({ update }) => update.orderId === orderId),
    );
    link.link.placeOrder({ ...order, limitPrice: 2 });
    await link.until('it is changed', () =>
      link.ofKind('open-order').some((word) => word.order.limitPrice === 2),
    );
    gateway.control.drop();
    await link.until('a second snapshot', () => link.snapshots.length === 2);
    expect(link.snapshots[1]?.openOrders).toMatchObject([
      { orderRef: order.orderRef, limitPrice: 2, quantity: 5 },
    ]);
    await link.until('ready', () => link.status().state === 'ready');
    expect(link.link.nextOrderId()).toBeGreaterThan(orderId);
    link.link.cancelOrder(orderId);
    await link.until('it is cancelled', () =>
      link.ofKind('order-status').some(({ update }) => update.brokerStatus === 'Cancelled'),
    );
    link.link.cancelOrder(999);
    await link.until('an unknown order is said to be unknown', () =>
      link.ofKind('order-error').some(({ error }) => error.effect === 'unknown-order'),
    );
    expect(noComplaints()).toEqual([]);
  });

  it('tells a rejection from a refused change', async () => {
    await link.ready();
    const spy = await spyOf();
    gateway.control.rejectNextOrder(201, 'Order rejected - reason: margin');
    link.link.placeOrder(wireOrderOf({ orderId: link.link.nextOrderId(), instrument: spy }));
    await link.until('it is rejected', () => link.ofKind('order-error').length === 1);
    expect(link.ofKind('order-error')[0]?.error.effect).toBe('rejected');
  });

  it('is impaired by 1100 and ready again after 1102', async () => {
    await link.ready();
    gateway.control.notify(1100);
    await link.until('it is impaired', () => link.status().state === 'impaired');
    gateway.control.notify(1102);
    await link.until('it is ready', () => link.status().state === 'ready');
    expect(link.snapshots).toHaveLength(2);
  });
});
