import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Order } from '#shared/domain/order.ts';

import { spyId, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';
import { gatewayTruth } from '../support/gateway-truth.ts';

let trial: Trial;
let desk: DeskUnderTest;
let recordFails: boolean;
beforeEach(async () => {
  recordFails = false;
  trial = await Trial.begin();
  desk = await trial.start({
    probe(point) {
      if (recordFails && point === 'before-record') throw new Error('The disk is full.');
    },
  });
  await desk.ready();
});
afterEach(() => trial.end());

/** Buys at the market and waits for the fill. */
async function hold(quantity: number): Promise<void> {
  const { orderRef } = await desk.place(desk.market({ quantity }));
  await desk.untilStatus(orderRef, 'FILLED');
}

async function untilPosition(on: DeskUnderTest, quantity: number): Promise<void> {
  await on.until(`${quantity} are held, ${on.position()} are`, () => on.position() === quantity);
}

async function heldAtGateway(): Promise<number> {
  const { positions } = await gatewayTruth(trial.gateway.port);
  const found = positions.find(({ instrument }) => instrument.instrumentId === spyId);
  return found?.quantity ?? 0;
}

function flattenOrders(on: DeskUnderTest): Order[] {
  return on.orders().filter(({ role }) => role === 'flatten');
}

function cutLink(): void {
  trial.control.refuseConnections(true);
  trial.control.drop();
}

describe('the kill switch with flatten', () => {
  test('says before what it would trade, then cancels, then closes what is held', async () => {
    await hold(40);
    const resting = await desk.working();
    const before = desk.killStatus();
    expect(before).toMatchObject({
      openOrders: 1,
      engaged: null,
      positions: [{ displaySymbol: 'SPY', side: 'SELL', quantity: 40, stage: 'held', why: null }],
    });
    const about = (desk.bid() ?? 0) * 40;
    expect(before.grossValue).toBeGreaterThan(about * 0.9);
    expect(before.grossValue).toBeLessThan(about * 1.1);

    expect(await desk.kill('Get out.', true)).toEqual({
      cancelsSent: 1,
      waitingForLink: false,
      positionsToClose: 1,
    });
    await untilPosition(desk, 0);
    await desk.untilStatus(resting, 'CANCELLED');
    expect(await heldAtGateway()).toBe(0);
    expect(desk.status().tradingState).toBe('HALTED');
    expect(desk.killStatus()).toMatchObject({ openOrders: 0, positions: [] });

    const [closing] = flattenOrders(desk);
    expect(flattenOrders(desk)).toHaveLength(1);
    expect(closing).toMatchObject({ side: 'SELL', orderType: 'MKT', quantity: 40 });
    const { verdicts } = await desk.commands['order.read'](
      { orderRef: closing?.orderRef ?? '' },
      desk.caller,
    );
    expect(verdicts.map(({ controlId }) => controlId)).toEqual([
      'account-kind',
      'link-state',
      'instrument-and-tick',
      'closes-only',
    ]);
    expect((await desk.facts('kill.engaged'))[0]).toMatchObject({ flatten: true });
    expect(await desk.commands['journal.verify']({}, desk.caller)).toMatchObject({ ok: true });
  });

  test('closes nothing before the orders in it have ended, and then what is held by then', async () => {
    await hold(40);
    const resting = await desk.working({ quantity: 7 });
    // The broker's word on orders takes its time.
    trial.control.inject({ kind: 'delay', messages: 'orders', delayMs: 700, forMs: 5000 });
    await desk.kill('Get out.', true);
    await desk.until(
      'it waits for the order',
      () => desk.killStatus().positions[0]?.why === 'An order in it has not ended yet.',
    );
    expect(desk.order(resting)?.status).toBe('CANCELLING');
    expect(flattenOrders(desk)).toEqual([]);
    await untilPosition(desk, 0);
    expect(desk.order(resting)?.status).toBe('CANCELLED');
    expect(flattenOrders(desk)).toHaveLength(1);
  });

  test('buys back what is held short', async () => {
    const { orderRef } = await desk.place(desk.market({ side: 'SELL', quantity: 15 }));
    await desk.untilStatus(orderRef, 'FILLED');
    await desk.kill('Get out.', true);
    await untilPosition(desk, 0);
    expect(flattenOrders(desk)[0]).toMatchObject({ side: 'BUY', quantity: 15, status: 'FILLED' });
  });

  test('trades nothing where nothing is held, and nothing where it was not asked for', async () => {
    expect(await desk.kill('Nothing held.', true)).toMatchObject({ positionsToClose: 0 });
    await desk.rearm('ACTIVE');
    await hold(5);
    await desk.kill('Only the orders.');
    await desk.commands['journal.verify']({}, desk.caller);
    expect(flattenOrders(desk)).toEqual([]);
    expect(desk.position()).toBe(5);
  });

  test('sends one order for a position and no second when the broker refuses it', async () => {
    await hold(20);
    trial.control.rejectNextOrder(201, 'Order rejected - reason: refused on purpose.');
    await desk.kill('Get out.', true);
    await desk.until('it is stuck', () => desk.killStatus().positions[0]?.stage === 'stuck');
    expect(desk.killStatus().positions[0]?.why).toContain('REJECTED');
    await desk.until('an alert', () => desk.alert('flatten-failed')?.severity === 'critical');
    expect(flattenOrders(desk)).toHaveLength(1);
    // A person who engages it again means it.
    await desk.kill('Again.', true);
    await untilPosition(desk, 0);
    expect(flattenOrders(desk)).toHaveLength(2);
  });

  test('trades nothing where nothing can be recorded any more, and still cancels', async () => {
    await hold(20);
    const resting = await desk.working();
    recordFails = true;
    expect(await desk.kill('Get out.', true)).toMatchObject({
      cancelsSent: 1,
      positionsToClose: 0,
    });
    await desk.until('it is cancelled', () => trial.atGateway(resting)?.status === 'Cancelled');
    expect(trial.control.orders().some(({ side, filled }) => side === 'SELL' && filled > 0)).toBe(
      false,
    );
  });
});

describe('a kill with flatten while the link is down', () => {
  test('arms, and cancels and closes when the link is back and the books are compared', async () => {
    await hold(30);
    const resting = await desk.working();
    cutLink();
    await desk.untilStatus(resting, 'UNKNOWN');
    expect(await desk.kill('Get out.', true)).toEqual({
      cancelsSent: 0,
      waitingForLink: true,
      positionsToClose: 1,
    });
    expect(desk.killStatus()).toMatchObject({
      engaged: { flatten: true, waitingForLink: true, ordersLeft: 1 },
      positions: [{ stage: 'waiting', why: expect.stringContaining('The link') as unknown }],
    });
    expect(flattenOrders(desk)).toEqual([]);
    trial.control.refuseConnections(false);
    await untilPosition(desk, 0);
    await desk.untilStatus(resting, 'CANCELLED');
    expect(await heldAtGateway()).toBe(0);
  });

  test('tells somebody when it has waited for long, and what to do', async () => {
    await hold(30);
    cutLink();
    await desk.until('the link is down', () => desk.link() !== 'ready');
    await desk.kill('Get out.', true);
    const told = (): string => desk.alert('flatten-waiting')?.detail ?? '';
    await desk.until('somebody is told', () => told() !== '', 20_000);
    expect(told()).toMatch(
      /^SPY is still held 1\d(\.\d)? s after the kill switch was to close it\./,
    );
    expect(told()).toContain('The link is not ready.');
    expect(told()).toContain('Engage the kill switch again without flattening to call that off');
  }, 40_000);

  test('closes what is held by then, not what was held when it was engaged', async () => {
    await hold(30);
    const order = await desk.working({ quantity: 12, limitPrice: (desk.bid() ?? 0) - 0.5 });
    cutLink();
    await desk.untilStatus(order, 'UNKNOWN');
    await desk.kill('Get out.', true);
    trial.control.priceShock('SPY', -2);
    await desk.until('it fills unheard', () => (trial.atGateway(order)?.filled ?? 0) === 12);
    trial.control.refuseConnections(false);
    await untilPosition(desk, 0);
    expect(flattenOrders(desk)[0]).toMatchObject({ quantity: 42 });
    expect(await heldAtGateway()).toBe(0);
  });

  test('is called off by engaging it again without flatten', async () => {
    await hold(30);
    cutLink();
    await desk.until('the link is down', () => desk.link() !== 'ready');
    await desk.kill('Get out.', true);
    await desk.kill('No, stay in.');
    trial.control.refuseConnections(false);
    await desk.untilLink('ready');
    await desk.until('it is reconciled', () => desk.killStatus().engaged?.waitingForLink === false);
    expect(desk.killStatus().positions).toMatchObject([{ stage: 'held' }]);
    expect(flattenOrders(desk)).toEqual([]);
  });

  test('is done by the next desk on the folder', async () => {
    await hold(30);
    cutLink();
    await desk.until('the link is down', () => desk.link() !== 'ready');
    await desk.kill('Get out.', true);
    await desk.desk.close('The power fails.');
    trial.control.refuseConnections(false);
    const next = await trial.start();
    await untilPosition(next, 0);
    expect(next.status().tradingState).toBe('HALTED');
    expect(await heldAtGateway()).toBe(0);
  });

  test('closes nothing while desk and broker differ, and says what each of them has', async () => {
    await hold(30);
    await desk.desk.close('The account is reset.');
    const reset = await Trial.begin();
    try {
      const next = await trial.start({ on: reset.gateway });
      await next.untilLink('ready');
      await next.kill('Get out.', true);
      await next.until(
        'it waits for them to agree',
        () =>
          next.killStatus().positions[0]?.why ===
          'The desk holds 30 and the broker says 0. It is closed when they agree, or by hand.',
      );
      expect(flattenOrders(next)).toEqual([]);
      expect(reset.control.orders()).toEqual([]);
      // Nobody trades on after the desk is set free.
      await next.rearm('REDUCING');
      expect(next.killStatus()).toMatchObject({ engaged: null, positions: [{ stage: 'held' }] });
      await next.desk.close('Done.');
    } finally {
      await reset.end();
    }
  });
});

describe('a kill with flatten while the market is closed', () => {
  /** Late in the evening, and no order trades. */
  async function closeMarket(): Promise<void> {
    trial.control.inject({ kind: 'halt', symbol: 'SPY', forMs: 3_600_000 });
    trial.control.inject({ kind: 'clock-jump', seconds: 43_200 });
    await desk.until(
      'the desk hears how late it is',
      () => desk.killStatus().positions[0]?.why?.startsWith('Its market is closed') === true,
    );
  }

  test('says so before, and that its order waits at the broker; a person cancels it and closes the position themselves', async () => {
    await hold(30);
    await closeMarket();
    expect(desk.killStatus().positions).toMatchObject([{ stage: 'held' }]);

    await desk.kill('Get out.', true);
    await desk.until('its order waits', () => desk.killStatus().positions[0]?.stage === 'sent');
    expect(desk.killStatus().positions[0]?.why).toContain('waits at the broker');
    const [waiting] = flattenOrders(desk);
    await desk.until('the broker has it', () => flattenOrders(desk)[0]?.status === 'WORKING');

    await desk.cancel(waiting?.orderRef ?? '');
    await desk.untilStatus(waiting?.orderRef ?? '', 'CANCELLED');
    await desk.until('it is stuck', () => desk.killStatus().positions[0]?.stage === 'stuck');
    await desk.until('somebody is told', () => desk.alert('flatten-failed') !== undefined);
    expect(desk.position()).toBe(30);

    await desk.rearm('REDUCING');
    const limitPrice = Math.round((desk.bid() ?? 0) * 99) / 100;
    const closing = desk.resting({ side: 'SELL', quantity: 30, limitPrice, outsideRth: true });
    expect(await desk.place(closing)).toMatchObject({ allowed: true });
    trial.control.clear(null);
    await untilPosition(desk, 0);
  });

  test('engaged again it gives up the order that waits and closes with another one', async () => {
    await hold(30);
    await closeMarket();
    await desk.kill('Get out.', true);
    await desk.until('the broker has it', () => flattenOrders(desk)[0]?.status === 'WORKING');
    await desk.kill('Again.', true);
    await desk.until('there is another', () => flattenOrders(desk)[1]?.status === 'WORKING');
    expect(flattenOrders(desk)[0]?.status).toBe('CANCELLED');
    trial.control.clear(null);
    await untilPosition(desk, 0);
  });
});
