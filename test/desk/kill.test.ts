import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

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

describe('the kill switch', () => {
  test('halts the desk, cancels everything, and says so', async () => {
    const orderRefs = [await desk.working(), await desk.working({ quantity: 3 })];
    expect(await desk.kill()).toEqual({
      cancelsSent: 2,
      waitingForLink: false,
      positionsToClose: 0,
    });
    for (const orderRef of orderRefs) await desk.untilStatus(orderRef, 'CANCELLED');
    expect(desk.status()).toMatchObject({ tradingState: 'HALTED' });
    expect(desk.alert('kill-engaged')).toMatchObject({ severity: 'critical' });
    expect(await desk.place(desk.resting())).toMatchObject({ allowed: false });
  });

  test('between an order\u2019s intent and its sending keeps it from ever leaving', async () => {
    const placing = desk.place(desk.resting());
    await desk.decided();
    const killing = desk.kill();
    const { orderRef, allowed } = await placing;
    await killing;
    expect(allowed).toBe(true);
    const order = await desk.untilStatus(orderRef, 'CANCELLED');
    expect(order.reason).toBe('It was cancelled before it was sent.');
    expect(trial.control.orders()).toEqual([]);
    expect(desk.alert('order-rejected')).toBeUndefined();
  });

  test('in the same turn as a modify keeps the change from leaving', async () => {
    const orderRef = await desk.working();
    const modifying = desk.modify(orderRef, { quantity: 12 });
    await desk.kill();
    await modifying;
    const order = await desk.untilStatus(orderRef, 'CANCELLED');
    expect(order).toMatchObject({ quantity: 10, pendingChange: null });
    expect(trial.atGateway(orderRef)).toMatchObject({ quantity: 10 });
  });

  test('while the broker is asked for the margin of a modify refuses the change', async () => {
    const orderRef = await desk.working();
    const [modified] = await Promise.allSettled([
      desk.modify(orderRef, { quantity: 500 }),
      desk.kill(),
    ]);
    expect(modified).toMatchObject({
      status: 'rejected',
      reason: { message: 'The order is CANCELLED and cannot be modified any more.' },
    });
    await desk.untilStatus(orderRef, 'CANCELLED');
    expect(trial.atGateway(orderRef)).toMatchObject({ quantity: 10 });
  });

  test('with the link down halts at once, and cancels when it is back', async () => {
    const orderRef = await desk.working();
    trial.control.refuseConnections(true);
    trial.control.drop();
    await desk.untilStatus(orderRef, 'UNKNOWN');
    expect(await desk.kill()).toMatchObject({ cancelsSent: 0, waitingForLink: true });
    expect(desk.status().tradingState).toBe('HALTED');
    await expect(desk.setState('ACTIVE')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('has still to cancel 1 orders') as unknown,
    });
    await expect(desk.cancel(orderRef)).rejects.toMatchObject({ code: 'not-ready' });
    trial.control.refuseConnections(false);
    await desk.untilStatus(orderRef, 'CANCELLED');
    await desk.untilLink('ready');
    await expect(desk.setState('ACTIVE')).rejects.toMatchObject({ code: 'conflict' });
    await desk.rearm('ACTIVE');
    await desk.working();
  });

  test('still cancels where nothing can be recorded any more', async () => {
    const orderRef = await desk.working();
    recordFails = true;
    expect(await desk.kill()).toMatchObject({ cancelsSent: 1, waitingForLink: false });
    await desk.until('it is cancelled', () => trial.atGateway(orderRef)?.status === 'Cancelled');
    // And again: a cancel can be lost.
    expect(await desk.kill()).toMatchObject({ waitingForLink: false });
  });
});

test('the kill switch says so where it can neither record nor reach the gateway', async () => {
  await desk.working();
  trial.control.refuseConnections(true);
  trial.control.drop();
  await desk.until('the link is lost', () => desk.link() !== 'ready');
  recordFails = true;
  await expect(desk.kill()).rejects.toMatchObject({ code: 'desk-halted' });
});

describe('a desk that cannot record', () => {
  test('sends nothing, says why, and goes on showing', async () => {
    recordFails = true;
    await expect(desk.place(desk.resting())).rejects.toMatchObject({
      code: 'desk-halted',
      message: expect.stringContaining('The disk is full.') as unknown,
    });
    recordFails = false;
    await expect(desk.place(desk.resting())).rejects.toMatchObject({ code: 'desk-halted' });
    await expect(desk.setState('REDUCING')).rejects.toMatchObject({ code: 'desk-halted' });
    expect(desk.status().fault).toContain('The disk is full.');
    expect(trial.control.orders()).toEqual([]);
    expect(desk.bid()).not.toBeNull();
  });

  test('is closed without waiting for what cannot be recorded, and starts again', async () => {
    recordFails = true;
    await expect(desk.place(desk.resting())).rejects.toMatchObject({ code: 'desk-halted' });
    await desk.desk.close('Full.');
    recordFails = false;
    const next = await (await trial.start()).ready();
    expect(next.status()).toMatchObject({ fault: null, tradingState: 'ACTIVE' });
    await next.working();
  });
});

describe('a desk that meets a fault of its own', () => {
  test('is HALTED, says so, and trades again when a person sets it ACTIVE', async () => {
    const orderRef = await desk.working();
    desk.desk.halt('doing something nobody waited for', new Error('undefined is not a function'));
    expect(await desk.place(desk.resting())).toMatchObject({ allowed: false });
    expect(desk.status()).toMatchObject({
      tradingState: 'HALTED',
      tradingStateReason: expect.stringContaining('undefined is not a function') as unknown,
      tradingStateOrigin: { by: 'desk', cause: 'defect' },
      fault: null,
    });
    await desk.until('an alert', () => desk.alert('desk-defect')?.severity === 'critical');
    await desk.cancel(orderRef);
    await desk.untilStatus(orderRef, 'CANCELLED');
    await desk.setState('ACTIVE');
    await desk.working();
  });

  test.each(['status', 'quotes'] as const)(
    'because a screen threw over its %s does not end, and is HALTED',
    async (topic) => {
      const broken = (): never => {
        throw new Error('a window broke');
      };
      desk.topics[topic]({}).subscribe(broken, broken);
      trial.control.drop();
      await desk.until('the desk is halted', () => desk.status().tradingState === 'HALTED');
      await desk.untilLink('ready');
      expect(desk.status().tradingStateReason).toContain('a window broke');
    },
  );

  test('because a screen threw, has still sent what it recorded', async () => {
    const leave = desk.topics.orders({}).subscribe(
      () => {
        throw new Error('a window broke');
      },
      () => {},
    );
    const { orderRef } = await desk.place(desk.resting());
    await desk.until('it is at the gateway', () => trial.atGateway(orderRef) !== undefined);
    await desk.until('the desk is halted', () => desk.status().tradingState === 'HALTED');
    leave();
    expect(desk.status().tradingStateReason).toContain('a window broke');
  });
});
