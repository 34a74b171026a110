import { afterEach, beforeEach, expect, test } from 'vitest';

import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let desk: DeskUnderTest;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start({ acknowledgementDeadlineMs: 500 })).ready();
});
afterEach(() => trial.end());

test('an alert about one\u2019s own order is acknowledged by another of the practice desk, from their window on record, and its history outlives the desk', async () => {
  trial.control.rejectNextOrder(201, 'Order rejected - reason: no trading permissions.');
  const { orderRef } = await desk.place(desk.resting());
  await desk.untilStatus(orderRef, 'REJECTED');
  const alertId = desk.alert('order-rejected')?.alertId ?? '';
  await expect(
    desk.commands['alert.acknowledge']({ alertId, note: 'Mine.' }, desk.caller),
  ).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('an order of yours') as unknown,
  });
  const riskOfficer = await desk.as('risk-officer');
  await desk.commands['alert.acknowledge']({ alertId, note: 'Asked for it.' }, riskOfficer);
  expect(desk.alert('order-rejected')).toMatchObject({
    state: 'acknowledged',
    owner: 'risk-officer',
    ownOrder: false,
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
    ['risk-officer', 'acknowledged'],
    ['operator', 'resolved'],
  ]);
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
  await desk.until('an alert', () => desk.alert('order-unacknowledged')?.severity === 'critical');
  const alert = desk.alert('order-unacknowledged');
  expect(alert).toMatchObject({ threshold: 500, unit: 'ms', escalations: 0 });
  expect(alert?.limitsVersion).toBeGreaterThan(0);
  expect(alert?.observed).toBeGreaterThanOrEqual(500);
  const openedAt = Date.parse(alert?.openedAt ?? '');
  expect(Date.parse(alert?.acknowledgeBy ?? '') - openedAt).toBe(300_000);
});

/** An order that the broker rejects, and its alert. */
async function rejected(quantity: number): Promise<string> {
  trial.control.rejectNextOrder(201, 'Order rejected - reason: no trading permissions.');
  const { orderRef } = await desk.place(desk.resting({ quantity }));
  await desk.untilStatus(orderRef, 'REJECTED');
  const alert = desk.alerts().find((each) => each.orderRef === orderRef);
  if (alert === undefined) throw new Error(`There is no alert about ${orderRef}.`);
  return alert.alertId;
}

test('a selection of alerts is acknowledged at once, each on record by itself, and those that cannot be say why', async () => {
  const first = await rejected(1);
  const second = await rejected(2);
  const third = await rejected(3);
  await desk.commands['alert.acknowledge']({ alertId: second, note: 'Seen.' }, desk.riskOfficer);
  const answer = await desk.commands['alert.acknowledge-many'](
    { alertIds: [first, second, third, 'none'], note: 'No permissions yet.' },
    desk.riskOfficer,
  );
  expect(answer).toEqual({
    acknowledged: [first, third],
    refused: [
      { alertId: second, message: expect.stringContaining('already') as unknown },
      { alertId: 'none', message: 'There is no such alert.' },
    ],
  });
  for (const alertId of [first, third]) {
    const { entries } = await desk.commands['alert.history']({ alertId }, desk.caller);
    expect(entries.at(-1)).toMatchObject({ change: 'acknowledged', by: 'risk-officer' });
    expect(entries.at(-1)?.sentence).toContain('No permissions yet.');
  }
});

test('a silence is on record, outlives the desk, and is ended on record', async () => {
  const silences = (of: DeskUnderTest) => of.topics.silences({}).snapshot();
  const request = { instrumentId: null, fingerprint: null, minutes: 60, reason: 'Known.' };
  const { silenceId } = await desk.commands['silence.make'](
    { ...request, rule: 'market-data-stale' },
    desk.caller,
  );
  expect(silences(desk)).toMatchObject([{ silenceId, madeBy: 'operator', reason: 'Known.' }]);
  await expect(
    desk.commands['silence.make']({ ...request, rule: 'kill-engaged' }, desk.caller),
  ).rejects.toMatchObject({ code: 'conflict', message: 'Critical alerts are never silenced.' });
  await desk.desk.close('Restart.');

  const after = await (await trial.start()).ready();
  expect(silences(after)).toMatchObject([{ silenceId }]);
  await after.commands['silence.end']({ silenceId, reason: 'Mended.' }, after.caller);
  expect(silences(after)).toEqual([]);
  expect(await after.facts('silence.ended')).toEqual([{ silenceId, reason: 'Mended.' }]);
  expect(await after.commands['journal.verify']({}, after.caller)).toMatchObject({ ok: true });
});

test('quotes that stop with the link call nobody, are shown, and are done with when it is back', async () => {
  const { orderRef } = await desk.place(desk.market());
  await desk.untilStatus(orderRef, 'FILLED');
  trial.control.refuseConnections(true);
  trial.control.drop();
  const stale = () => desk.alert('market-data-stale');
  await desk.until('quotes are stale', () => stale() !== undefined, 15_000);
  expect(stale()).toMatchObject({ state: 'open', inhibitedBy: 'link-down', acknowledgeBy: null });
  trial.control.refuseConnections(false);
  await desk.ready();
  await desk.until('it is done with', () => stale()?.state === 'resolved', 15_000);
  expect(stale()).toMatchObject({ resolvedBy: 'desk', openedAt: null });
  expect(await desk.commands['journal.verify']({}, desk.caller)).toMatchObject({ ok: true });
});

test('an alert rule is looked up in the runbook, with the incident it refers to', async () => {
  const { parts } = await desk.commands['runbook.read']({ rule: 'kill-engaged' }, desk.caller);
  expect(parts.map(({ part }) => part)).toEqual([
    'Means',
    'Likely causes',
    'Do',
    'Who',
    'Over when',
    'The kill switch was engaged',
  ]);
  expect(await desk.commands['runbook.read']({ rule: 'no-such-rule' }, desk.caller)).toEqual({
    parts: [],
  });
});
