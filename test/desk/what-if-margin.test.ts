import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let desk: DeskUnderTest;
const unlimited = { value: 1e12, unit: 'base currency', reason: 'It is not what is tried here.' };
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start({ limits: { maxOrderValue: unlimited } })).ready();
});
afterEach(() => trial.end());

/** Of SPY at about 270: more than 100 000 USD, less than the order value allowed. */
const large = 600;

function margin(verdicts: readonly { controlId: string }[]) {
  return verdicts.find(({ controlId }) => controlId === 'what-if-margin');
}

describe('an order above the value from which the broker must name its margin', () => {
  test('waits for the broker’s preview and carries its figures', async () => {
    const { allowed, verdicts, orderRef } = await desk.place(desk.resting({ quantity: large }));
    expect(allowed).toBe(true);
    const verdict = margin(verdicts);
    expect(verdict).toMatchObject({ outcome: 'pass' });
    expect(verdict).toMatchObject({ observed: expect.any(Number) as unknown });
    await desk.untilStatus(orderRef, 'WORKING');
    // The preview itself is no order.
    expect(trial.control.orders()).toHaveLength(1);
  });

  test('is denied where the broker does not answer, and never leaves', async () => {
    trial.control.inject({ kind: 'delay', messages: 'orders', delayMs: 60_000, forMs: 60_000 });
    const { allowed, verdicts, orderRef } = await desk.place(desk.resting({ quantity: large }));
    expect(allowed).toBe(false);
    expect(margin(verdicts)).toMatchObject({ outcome: 'unevaluable' });
    expect(desk.order(orderRef)?.status).toBe('DENIED');
    expect(trial.control.orders()).toEqual([]);
  });

  test('is denied when the desk was killed while the broker was asked', async () => {
    const placing = desk.place(desk.resting({ quantity: large }));
    await desk.decided();
    await desk.kill();
    expect(await placing).toMatchObject({ allowed: false });
    expect(trial.control.orders()).toEqual([]);
  });

  test('is asked for again when a change makes it so', async () => {
    const orderRef = await desk.working({ quantity: 100 });
    const { allowed, verdicts } = await desk.modify(orderRef, { quantity: large });
    expect(allowed).toBe(true);
    expect(margin(verdicts)).toMatchObject({ outcome: 'pass' });
    await desk.until('it is changed', () => desk.order(orderRef)?.quantity === large);
  });

  test('below it nobody is asked', async () => {
    const { verdicts } = await desk.place(desk.resting({ quantity: 10 }));
    expect(margin(verdicts)).toMatchObject({ outcome: 'pass', limit: 100_000 });
  });
});

test('two orders that the broker is asked about at once do not both pass on the same funds', async () => {
  // About 900 000 USD each, of an account of 1 000 000; the broker asks for half as margin.
  const ask = () => desk.place(desk.resting({ quantity: 3_400 }));
  const other = () => desk.place(desk.resting({ quantity: 3_401 }));
  const [first, second] = await Promise.all([ask(), other()]);
  expect(first.allowed).toBe(true);
  expect(second.allowed).toBe(false);
  expect(second.verdicts.filter(({ outcome }) => outcome !== 'pass')).toMatchObject([
    {
      controlId: 'what-if-margin',
      outcome: 'deny',
      message: expect.stringMatching(/for orders that it may not have counted yet/) as unknown,
    },
  ]);
  await desk.untilStatus(first.orderRef, 'WORKING');
  expect(trial.control.orders()).toHaveLength(1);
});
