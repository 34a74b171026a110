import { afterAll, beforeAll, expect, test } from 'vitest';

import { isOpen } from '#shared/domain/order-status.ts';

import type { Check } from '../../src/main/readiness/check.ts';
import { farOrderChecks } from '../../src/main/readiness/checks/far-order.ts';
import {
  farTicket,
  findInstrument,
  marketTicket,
  quoted,
} from '../../src/main/readiness/tickets.ts';
import { leavingNothing, place } from '../../src/main/readiness/trading-hand.ts';
import { RealWorld } from './real-world.ts';

let real: RealWorld;
beforeAll(async () => {
  real = await RealWorld.open();
}, 60_000);
afterAll(() => real.close());

const farOrder = farOrderChecks.find(({ checkId }) => checkId === 'far-order-placed-and-cancelled');

const openOrders = () => real.desk.orders().filter(({ status }) => isOpen(status));

test('what a person places and buys while a check trades is left to them', async () => {
  const { world, desk } = real;
  if (farOrder === undefined) throw new Error('There is no check of a far order.');
  const spy = await findInstrument(world.desk, 'SPY');
  const held = (): number => desk.position(spy.instrumentId);
  const before = held();
  const trades: Check = {
    ...farOrder,
    run: (within) =>
      leavingNothing(within, within.desk, async () => {
        await place(within.desk, marketTicket(spy, 'BUY', 3));
        await within.desk.call('order.place', { ticket: desk.resting() }, 'trader');
        await desk.place(desk.resting({ quantity: 7 }));
        await desk.place(marketTicket(spy, 'BUY', 20));
        await desk.until('all is filled', () => held() === before + 23);
        return { figures: [], evidence: [], problems: [], found: 'It has traded.' };
      }),
  };
  const { result, sentence } = await real.run(trades);
  expect(`${result}: ${sentence}`).toBe('passed: It has traded.');
  expect(held()).toBe(before + 20);
  expect(openOrders().map(({ quantity }) => quantity)).toEqual([7]);
  for (const { orderRef } of openOrders()) {
    await desk.commands['order.cancel']({ orderRef }, desk.caller);
    await desk.untilStatus(orderRef, 'CANCELLED');
  }
}, 60_000);

test('what a check left open whose program was killed is cancelled by the next; what a person has open is not touched', async () => {
  const { world, desk } = real;
  if (farOrder === undefined) throw new Error('There is no check of a far order.');
  const spy = await findInstrument(world.desk, 'SPY');
  const ticket = farTicket(await quoted(world, world.desk, spy));
  // Not the order of the check that follows: the same twice within a second is denied as a duplicate.
  const left = await place(world.desk, { ...ticket, quantity: ticket.quantity + 6 });
  await desk.untilStatus(left, 'WORKING');
  expect(await real.run(farOrder)).toMatchObject({ result: 'passed' });
  expect(desk.order(left)?.status).toBe('CANCELLED');
  expect(openOrders()).toEqual([]);

  const { orderRef } = await desk.place(desk.resting());
  await desk.untilStatus(orderRef, 'WORKING');
  const refused = await real.run(farOrder);
  expect(refused.result).toBe('failed');
  expect(refused.sentence).toMatch(/1 orders are open that are none of this check's/);
  expect(openOrders().map((order) => order.orderRef)).toEqual([orderRef]);
});
