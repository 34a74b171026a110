import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { spyId, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let desk: DeskUnderTest;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start({ acknowledgementDeadlineMs: 500 })).ready();
});
afterEach(() => trial.end());

describe('orders that go wrong at the gateway', () => {
  test('swallowed: a person hears of it after the deadline, and it is never sent again', async () => {
    trial.control.swallowNextOrder();
    const { orderRef } = await desk.place(desk.resting());
    await desk.until('an alert', () => desk.alert('order-unacknowledged')?.severity === 'critical');
    expect(desk.alert('order-unacknowledged')).toMatchObject({ orderRef, severity: 'critical' });
    expect(desk.order(orderRef)?.status).toBe('SENDING');
    trial.control.drop();
    await desk.until('the link is lost', () => desk.link() !== 'ready');
    await desk.untilLink('ready');
    expect(desk.order(orderRef)?.status).toBe('UNKNOWN');
    expect(trial.atGateway(orderRef)).toBeUndefined();
    await desk.until('an alert', () => desk.alert('order-unknown') !== undefined);

    // The broker does not know it: its cancel settles its fate.
    await desk.cancel(orderRef);
    const order = await desk.untilStatus(orderRef, 'CANCELLED');
    expect(order.reason).toMatch(/not found|10147|135/i);
  });

  test('rejected: the order is REJECTED with the broker\u2019s reason, and a person hears of it', async () => {
    trial.control.rejectNextOrder(201, 'Order rejected - reason: no trading permissions.');
    const { orderRef } = await desk.place(desk.resting());
    const order = await desk.untilStatus(orderRef, 'REJECTED');
    expect(order.reason).toContain('no trading permissions');
    expect(desk.alert('order-rejected')).toMatchObject({ orderRef });
  });

  test('whose link drops: UNKNOWN until the broker has spoken, and not sent again', async () => {
    const works = await desk.working();
    trial.control.loseNextAcknowledgement();
    const { orderRef: lost } = await desk.place(desk.resting());
    await desk.until('both are at the gateway', () => trial.atGateway(lost) !== undefined);
    trial.control.drop();
    await desk.until('both are UNKNOWN', () =>
      [works, lost].every((orderRef) => desk.order(orderRef)?.status === 'UNKNOWN'),
    );
    await desk.untilStatus(works, 'WORKING');
    await desk.untilStatus(lost, 'WORKING');
    expect(trial.control.orders()).toHaveLength(2);
  });
});

describe('denied orders', () => {
  test('leave nothing on the wire, and their verdicts stay on record', async () => {
    const placed = await desk.place(desk.resting({ quantity: 50_000 }));
    expect(placed.allowed).toBe(false);
    const read = await desk.commands['order.read']({ orderRef: placed.orderRef }, desk.caller);
    expect(read.order).toMatchObject({ status: 'DENIED', orderId: 0 });
    expect(read.verdicts).toEqual(placed.verdicts);
    expect(read.verdicts.some(({ outcome }) => outcome === 'deny')).toBe(true);
    await desk.working();
    expect(trial.control.orders()).toHaveLength(1);
  });

  test('by a modify leave the order as it was', async () => {
    const orderRef = await desk.working();
    const before = desk.order(orderRef);
    const { allowed, verdicts } = await desk.modify(orderRef, { quantity: 50_000 });
    expect(allowed).toBe(false);
    expect(verdicts.some(({ outcome }) => outcome === 'deny')).toBe(true);
    expect(desk.order(orderRef)).toEqual(before);
    expect(trial.atGateway(orderRef)?.quantity).toBe(10);
    expect(await desk.facts('order.modify-denied')).toHaveLength(1);
  });

  test.each([
    ['an instrument that nobody knows', { instrumentId: 999_999_999 }],
    ['a quantity beyond counting', { quantity: 1e308 }],
    ['a price beyond counting', { limitPrice: 1e308 }],
    ['a negative price', { limitPrice: -5 }],
    ['a price of nothing', { limitPrice: 0 }],
    ['a fraction of a share', { quantity: 0.5 }],
    ['a price between ticks', { limitPrice: 250.123_4 }],
  ])('are those with %s', async (_what, wrong) => {
    const { allowed, orderRef } = await desk.place(desk.resting(wrong));
    expect(allowed).toBe(false);
    expect(desk.order(orderRef)).toMatchObject({ status: 'DENIED' });
    expect(desk.order(orderRef)?.reason).not.toBeNull();
    const preview = await desk.commands['order.preview'](
      { ticket: desk.resting(wrong), withWhatIf: false },
      desk.caller,
    );
    expect(preview.allowed).toBe(false);
    expect(trial.control.orders()).toEqual([]);
    expect(desk.status()).toMatchObject({ fault: null, tradingState: 'ACTIVE' });
  });
});

describe('a modify', () => {
  test('changes the working order', async () => {
    const orderRef = await desk.working();
    await desk.modify(orderRef, { quantity: 7 });
    await desk.until('it is changed', () => desk.order(orderRef)?.quantity === 7);
    expect(trial.atGateway(orderRef)?.quantity).toBe(7);
    expect(trial.control.orders()).toHaveLength(1);
  });

  test('in the middle of which the link drops is settled by the broker\u2019s word', async () => {
    const orderRef = await desk.working();
    const modified = desk.modify(orderRef, { quantity: 7 });
    trial.control.drop();
    await modified;
    await desk.until('the link is lost', () => desk.link() !== 'ready');
    await desk.untilStatus(orderRef, 'WORKING');
    await desk.until(
      'desk and gateway agree',
      () => desk.order(orderRef)?.quantity === trial.atGateway(orderRef)?.quantity,
    );
    expect(trial.control.orders()).toHaveLength(1);
  });

  test.each([['of an order nobody placed', 'no-such-order', 'not-found']])(
    '%s is refused',
    async (_what, orderRef, code) => {
      await expect(desk.modify(orderRef, { quantity: 7 })).rejects.toMatchObject({ code });
      await expect(desk.cancel(orderRef)).rejects.toMatchObject({ code });
      await expect(desk.commands['order.read']({ orderRef }, desk.caller)).rejects.toMatchObject({
        code,
      });
    },
  );
});

describe('trading states', () => {
  test('REDUCING lets only orders through that shrink what is held', async () => {
    const { orderRef } = await desk.place(desk.market());
    await desk.untilStatus(orderRef, 'FILLED');
    await desk.until(
      '10 are held',
      () => desk.topics.positions({}).snapshot().at(0)?.quantity === 10,
    );
    await desk.setState('REDUCING');
    expect(await desk.place(desk.resting())).toMatchObject({ allowed: false });
    expect(await desk.place(desk.market({ side: 'SELL', quantity: 20 }))).toMatchObject({
      allowed: false,
    });
    expect(await desk.place(desk.market({ side: 'SELL', quantity: 4 }))).toMatchObject({
      allowed: true,
    });
  });

  test('HALTED lets none through, of the desk or of one instrument, until it is ACTIVE again', async () => {
    for (const instrumentId of [null, spyId]) {
      await desk.setState('HALTED', instrumentId);
      expect(await desk.place(desk.resting())).toMatchObject({ allowed: false });
      await expect(desk.setState('HALTED', instrumentId)).rejects.toMatchObject({
        code: 'conflict',
      });
      await desk.setState('ACTIVE', instrumentId);
    }
    await desk.working();
  });

  test('HALTED in the same turn as an order keeps it from leaving', async () => {
    const placing = desk.place(desk.resting());
    await desk.decided();
    const halting = desk.setState('HALTED');
    const { orderRef } = await placing;
    await halting;
    const order = await desk.untilStatus(orderRef, 'CANCELLED');
    expect(order.reason).toBe('Trading was HALTED before it was sent.');
    expect(trial.control.orders()).toEqual([]);
  });
});
