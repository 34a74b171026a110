import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { isDenial } from '#shared/domain/control.ts';

import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let desk: DeskUnderTest;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start({ shippedLimits: true })).ready();
});
afterEach(() => trial.end());

type Ticket = ReturnType<DeskUnderTest['resting']>;

/** The controls that deny an order as it is placed. */
async function deniedBy(ticket: Ticket): Promise<string[]> {
  const { verdicts } = await desk.place(ticket);
  return verdicts.filter(isDenial).map(({ controlId }) => controlId);
}

describe('with the limits that ship', () => {
  test('a practice desk places an order, and the very same again after a second', async () => {
    const ticket = desk.resting();
    expect(await deniedBy(ticket)).toEqual([]);
    expect(await deniedBy(ticket)).toEqual(['duplicate-order']);
    expect(await deniedBy({ ...ticket, quantity: 11 })).toEqual([]);
    // The second counts from the fact, which is younger than the order's own time by what deciding took.
    const recorded = Date.now();
    await desk.until('the first is a second old', () => Date.now() - recorded > 1000);
    expect(await deniedBy(ticket)).toEqual([]);
  });

  test('an order that would meet one of the desk is denied, at the market or by its price', async () => {
    const ask = Math.round((desk.bid() ?? 0) * 103) / 100;
    const { orderRef } = await desk.place(desk.resting({ side: 'SELL', limitPrice: ask }));
    await desk.untilStatus(orderRef, 'WORKING');
    expect(await deniedBy(desk.resting({ limitPrice: ask }))).toEqual(['self-trade']);
    expect(await deniedBy(desk.market())).toEqual([]);
  });

  test('the sixteenth open order of one contract and side is denied, the first of the other is not', async () => {
    const placed = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        deniedBy(desk.resting({ quantity: index + 1, timeInForce: 'GTC' })),
      ),
    );
    expect(placed.slice(0, 15).flat()).toEqual([]);
    expect(placed.at(15)).toEqual(['open-order-count']);
    const far = Math.round((desk.bid() ?? 0) * 103) / 100;
    expect(await deniedBy(desk.resting({ side: 'SELL', limitPrice: far }))).toEqual([]);
  });
});
