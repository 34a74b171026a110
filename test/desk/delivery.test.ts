import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

import { AlertReceiver } from '../support/alert-receiver.ts';
import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

const bodySchema = z.object({
  events: z.array(
    z.object({
      eventId: z.string(),
      change: z.string(),
      alert: z.object({ orderRef: z.string().nullable() }),
    }),
  ),
});

let trial: Trial;
let receiver: AlertReceiver;
let desk: DeskUnderTest;
beforeEach(async () => {
  receiver = await new AlertReceiver().open();
  trial = await Trial.begin();
  desk = await (await trial.start()).ready();
});
afterEach(async () => {
  await trial.end();
  await receiver.close();
});

const configure = (of: DeskUnderTest, kind: 'alertmanager' | 'webhook', token: string | null) =>
  of.commands['delivery.configure'](
    {
      receiverId: 'watch',
      kind,
      url: receiver.url,
      deskName: 'Desk one',
      leastSeverity: 'warning',
      token,
    },
    of.caller,
  );

/** An order that the broker rejects, which is an alert. Gives its orderRef. */
async function rejected(of: DeskUnderTest, quantity: number): Promise<string> {
  trial.control.rejectNextOrder(201, 'Order rejected - reason: no trading permissions.');
  const { orderRef } = await of.place(of.resting({ quantity }));
  await of.untilStatus(orderRef, 'REJECTED');
  return orderRef;
}

/** orderRefs of the alerts that were raised, and how often each event was taken. */
function events(): { raised: (string | null)[]; ids: string[] } {
  const all = receiver.taken.flatMap(({ body }) => bodySchema.parse(body).events);
  return {
    raised: all.filter(({ change }) => change === 'raised').map(({ alert }) => alert.orderRef),
    ids: all.map(({ eventId }) => eventId),
  };
}

const status = (of: DeskUnderTest) => of.topics.deliveries({}).snapshot()[0];

test('a webhook that refuses, goes away and comes back over a restart of the desk has every alert once', async () => {
  await configure(desk, 'webhook', 'a secret token');
  const first = await rejected(desk, 1);
  await desk.until('the first is taken', () => events().raised.includes(first));
  receiver.mood = 500;
  const second = await rejected(desk, 2);
  await desk.until('it was refused', () => receiver.refused > 0);
  await desk.until('the desk says so', () => status(desk)?.problem?.includes('500') === true);
  expect(status(desk)).toMatchObject({ waiting: 1, hasToken: true });
  await receiver.close();
  const third = await rejected(desk, 3);
  await desk.desk.close('Restart.');

  const after = await (await trial.start()).ready();
  const fourth = await rejected(after, 4);
  receiver.mood = 200;
  await receiver.open();
  await after.until('all are taken', () => events().raised.length >= 4, 15_000);
  await after.until('nothing waits', () => status(after)?.waiting === 0);
  expect(events().raised).toEqual([first, second, third, fourth]);
  expect(new Set(events().ids).size).toBe(events().ids.length);
  expect(status(after)).toMatchObject({ problem: null, failingSince: null });
  expect(await after.commands['journal.verify']({}, after.caller)).toMatchObject({ ok: true });
}, 60_000);

test('its token goes with each request, lies in a file of its owner, and nowhere in the journal', async () => {
  await configure(desk, 'webhook', 'a secret token');
  await rejected(desk, 1);
  await desk.until('it is taken', () => receiver.taken.length > 0);
  expect(receiver.taken[0]?.headers.authorization).toBe('Bearer a secret token');
  const folder = join(trial.dataDir, 'simulated');
  const file = join(folder, 'receiver-tokens.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await desk.facts('delivery.configured')).toMatchObject([{ receiver: { hasToken: true } }]);
  await desk.desk.close('Look at the disk.');
  expect(readFileSync(join(folder, 'journal.db')).includes('a secret token')).toBe(false);
});

test('a token is not sent to another address than it was given for', async () => {
  await configure(desk, 'webhook', 'a secret token');
  const other = {
    receiverId: 'watch',
    kind: 'webhook',
    url: `${receiver.url}/other`,
    deskName: 'Desk one',
    leastSeverity: 'warning',
  } as const;
  await expect(
    desk.commands['delivery.configure']({ ...other, token: null }, desk.caller),
  ).rejects.toMatchObject({
    code: 'bad-input',
    message: 'The token is for the address of before.',
  });
  await desk.commands['delivery.configure']({ ...other, token: '' }, desk.caller);
  await rejected(desk, 1);
  await desk.until('it is taken', () => receiver.taken.length > 0);
  expect(receiver.taken[0]).toMatchObject({ path: '/other' });
  expect(receiver.taken[0]?.headers.authorization).toBeUndefined();
});

test('an Alertmanager is told what fires and what has ended, at its own address', async () => {
  const alertsSchema = z.array(
    z.object({
      labels: z.object({ alertname: z.string() }),
      startsAt: z.string(),
      endsAt: z.string(),
    }),
  );
  await configure(desk, 'alertmanager', null);
  await rejected(desk, 1);
  const told = () =>
    receiver.taken.flatMap(({ body }) =>
      alertsSchema.parse(body).filter(({ labels }) => labels.alertname === 'order-rejected'),
    );
  await desk.until('it fires', () => told().length > 0);
  expect(receiver.taken[0]?.path).toBe('/api/v2/alerts');
  expect(Date.parse(told().at(-1)?.endsAt ?? '')).toBeGreaterThan(Date.now());
  await desk.commands['delivery.remove']({ receiverId: 'watch' }, desk.caller);
  expect(status(desk)).toBeUndefined();
});
