import { performance } from 'node:perf_hooks';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { quietOf } from '#shared/domain/alert-calls.ts';
import { acknowledgeWithinMs } from '#shared/domain/alert.ts';

import { callerOf, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

/** Somebody who trades and may silence as well. */
const both = callerOf('both', 'operator', 'risk-officer');

let trial: Trial;
let desk: DeskUnderTest;
let passedMs: number;
beforeEach(async () => {
  passedMs = 0;
  trial = await Trial.begin();
  desk = await (await trial.start({ elapsed: () => performance.now() + passedMs })).ready();
});
afterEach(() => trial.end());

/** An order that the broker rejects, and its alert. */
async function rejectedOrderOf(caller: typeof both, quantity: number): Promise<string> {
  trial.control.rejectNextOrder(201, 'Order rejected - reason: no trading permissions.');
  const ticket = desk.resting({ quantity });
  const { orderRef } = await desk.commands['order.place']({ ticket }, caller);
  await desk.untilStatus(orderRef, 'REJECTED');
  return orderRef;
}

const alertOf = (orderRef: string) => desk.alerts().find((alert) => alert.orderRef === orderRef);

test('a silence that stands already is over no alert about an order of whoever made it', async () => {
  await desk.commands['silence.make'](
    {
      rule: 'order-rejected',
      instrumentId: null,
      fingerprint: null,
      minutes: 120,
      reason: 'The broker is being mended.',
    },
    both,
  );
  const own = await rejectedOrderOf(both, 10);
  const another = await rejectedOrderOf(desk.caller, 20);
  const quiet = (orderRef: string) => {
    const alert = alertOf(orderRef);
    return alert && quietOf(alert, desk.topics.silences({}).snapshot(), Date.now());
  };
  expect(alertOf(own)).toMatchObject({ placedBy: 'both', severity: 'warning', state: 'open' });
  expect(quiet(own)).toBeNull();
  expect(quiet(another)).toBe('silenced');

  passedMs = acknowledgeWithinMs.warning ?? 0;
  await desk.until('it is escalated', () => alertOf(own)?.escalations === 1);
  expect(alertOf(another)?.escalations).toBe(0);
  await expect(
    desk.commands['alert.acknowledge'](
      { alertId: alertOf(own)?.alertId ?? '', note: 'Mine.' },
      both,
    ),
  ).rejects.toMatchObject({ code: 'conflict' });
});
