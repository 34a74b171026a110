import { afterEach, beforeEach, expect, test } from 'vitest';

import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let desk: DeskUnderTest;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start({ acknowledgementDeadlineMs: 500 })).ready();
});
afterEach(() => trial.end());

test('an alert about one\u2019s own order is acknowledged on a practice desk, on record as that, and its history outlives the desk', async () => {
  trial.control.rejectNextOrder(201, 'Order rejected - reason: no trading permissions.');
  const { orderRef } = await desk.place(desk.resting());
  await desk.untilStatus(orderRef, 'REJECTED');
  const alertId = desk.alert('order-rejected')?.alertId ?? '';
  await desk.commands['alert.acknowledge']({ alertId, note: 'Asked for it.' }, desk.caller);
  expect(desk.alert('order-rejected')).toMatchObject({
    state: 'acknowledged',
    owner: 'operator',
    ownOrder: true,
  });
  await desk.commands['alert.resolve']({ alertId, note: '' }, desk.caller);
  const before = desk.alert('order-rejected');
  await desk.desk.close('Restart.');

  const after = await (await trial.start()).ready();
  expect(after.alert('order-rejected')).toEqual(before);
  const { entries, more } = await after.commands['alert.history']({ alertId }, after.caller);
  expect(more).toBe(false);
  expect(entries.map(({ by, change }) => [by, change])).toEqual([
    ['desk', 'raised'],
    ['operator', 'acknowledged'],
    ['operator', 'resolved'],
  ]);
  expect(entries[1]?.sentence).toContain('It is about their own order.');
  expect(await after.commands['journal.verify']({}, after.caller)).toMatchObject({ ok: true });
});

test('a broker that rejects order after order is an alert of its own', async () => {
  for (let quantity = 1; quantity <= 5; quantity += 1) {
    trial.control.rejectNextOrder(201, 'Order rejected - reason: no trading permissions.');
    const { orderRef } = await desk.place(desk.resting({ quantity }));
    await desk.untilStatus(orderRef, 'REJECTED');
  }
  await desk.until('an alert', () => desk.alert('order-rejections') !== undefined);
  expect(desk.alert('order-rejections')).toMatchObject({ severity: 'warning', observed: 5 });
});

test('an order without an answer says how long it waited, against what, and by when a person must see it', async () => {
  trial.control.swallowNextOrder();
  await desk.place(desk.resting());
  await desk.until('an alert', () => desk.alert('order-unacknowledged') !== undefined);
  const alert = desk.alert('order-unacknowledged');
  expect(alert).toMatchObject({ threshold: 500, unit: 'ms', escalations: 0 });
  expect(alert?.limitsVersion).toBeGreaterThan(0);
  expect(alert?.observed).toBeGreaterThanOrEqual(500);
  const openedAt = Date.parse(alert?.openedAt ?? '');
  expect(Date.parse(alert?.acknowledgeBy ?? '') - openedAt).toBe(300_000);
});
