import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { BracketTicket } from '#shared/domain/bracket.ts';
import type { Order, OrderRole } from '#shared/domain/order.ts';

import { Trial, spyId, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let desk: DeskUnderTest;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start()).ready();
});
afterEach(() => trial.end());

/** Cents away from the bid. */
function near(cents: number): number {
  return Math.round((desk.bid() ?? 0) * 100 + cents) / 100;
}

/** Buys 20 SPY a little below the market, out at 3 USD either way. */
function bracket(change: Partial<BracketTicket['entry']> = {}): BracketTicket {
  return {
    entry: desk.resting({ quantity: 20, limitPrice: near(-100), ...change }),
    exits: { takeProfitPrice: near(300), stopLossPrice: near(-400), timeInForce: 'GTC' },
  };
}

function place(ticket: BracketTicket) {
  return desk.commands['order.place-bracket']({ bracket: ticket, reason: null }, desk.caller);
}

/** How large the position limit takes the position to be with a sale of so many more. */
async function soldAtWorst(quantity: number): Promise<number | null | undefined> {
  const { verdicts } = await desk.commands['order.preview'](
    { ticket: desk.market({ side: 'SELL', quantity }), withWhatIf: false, reason: null },
    desk.caller,
  );
  return verdicts.find(({ controlId }) => controlId === 'position-limit')?.observed;
}

function leg(on: DeskUnderTest, role: OrderRole): Order {
  const order = on.orders().find((each) => each.role === role);
  if (order === undefined) throw new Error(`There is no ${role}.`);
  return order;
}

async function working(on: DeskUnderTest = desk): Promise<void> {
  await on.until('all three work', () =>
    (['entry', 'take-profit', 'stop-loss'] as const).every((role) =>
      on.orders().some((order) => order.role === role && order.status === 'WORKING'),
    ),
  );
}

describe('a bracket', () => {
  test('leaves as three orders that hang together, each on record before', async () => {
    const { allowed, verdicts, orderRef } = await place(bracket());
    expect(allowed).toBe(true);
    expect(verdicts.every(({ outcome }) => outcome === 'pass')).toBe(true);
    await working();
    const entry = leg(desk, 'entry');
    expect(entry).toMatchObject({ orderRef, side: 'BUY', quantity: 20 });
    expect(leg(desk, 'take-profit')).toMatchObject({
      entryRef: orderRef,
      side: 'SELL',
      orderType: 'LMT',
      timeInForce: 'GTC',
    });
    expect(leg(desk, 'stop-loss')).toMatchObject({ entryRef: orderRef, orderType: 'STP' });
    expect(await desk.facts('order.intended')).toHaveLength(3);
    // Held until the entry has filled.
    expect(trial.atGateway(leg(desk, 'take-profit').orderRef)?.status).toBe('PreSubmitted');
    expect(await desk.commands['journal.verify']({}, desk.caller)).toMatchObject({ ok: true });
  });

  test('counts for its worst case: no exit before the entry has filled, one of the two after', async () => {
    const { orderRef } = await place(bracket());
    await working();
    // Were the exits counted now, 45 would be sold of nothing.
    expect(await soldAtWorst(5)).toBe(5);
    await desk.cancel(orderRef);
    await desk.until('it is gone', () => leg(desk, 'stop-loss').status === 'CANCELLED');
    await place(bracket({ orderType: 'MKT', limitPrice: null, quantity: 21 }));
    await desk.until('it fills', () => desk.position() === 21);
    // Were both counted, 26 would be sold short.
    expect(await soldAtWorst(5)).toBe(5);
  });

  test('fills its entry, then takes the profit, and the stop-loss goes with it', async () => {
    await place(bracket({ orderType: 'MKT', limitPrice: null }));
    await desk.until('the entry fills', () => leg(desk, 'entry').status === 'FILLED');
    expect(desk.position()).toBe(20);
    trial.control.priceShock('SPY', 3);
    await desk.until('the profit is taken', () => leg(desk, 'take-profit').status === 'FILLED');
    await desk.until('the stop is gone', () => leg(desk, 'stop-loss').status === 'CANCELLED');
    expect(desk.position()).toBe(0);
  });

  test('goes with its entry when that is cancelled', async () => {
    const { orderRef } = await place(bracket());
    await working();
    await desk.cancel(orderRef);
    for (const role of ['entry', 'take-profit', 'stop-loss'] as const) {
      await desk.until(`the ${role} is cancelled`, () => leg(desk, role).status === 'CANCELLED');
    }
    expect(await desk.facts('order.cancel-intended')).toEqual([{ orderRef }]);
    expect(trial.control.orders().every(({ status }) => status === 'Cancelled')).toBe(true);
  });

  test('lets an exit be moved, judged like a new order', async () => {
    await place(bracket());
    await working();
    const { orderRef } = leg(desk, 'stop-loss');
    const moved = near(-300);
    const { allowed, verdicts } = await desk.modify(orderRef, { stopPrice: moved });
    expect(verdicts.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
    expect(allowed).toBe(true);
    await desk.until('it is moved', () => leg(desk, 'stop-loss').stopPrice === moved);
    expect(leg(desk, 'stop-loss').status).toBe('WORKING');
    // Far from the market no control lets it.
    expect(await desk.modify(orderRef, { stopPrice: near(-9_000) })).toMatchObject({
      allowed: false,
    });
  });

  test('is denied as a whole where one exit is, and says which', async () => {
    const ticket = bracket();
    const far = { ...ticket, exits: { ...ticket.exits, takeProfitPrice: near(9_000) } };
    const { allowed, verdicts } = await place(far);
    expect(allowed).toBe(false);
    const collar = verdicts.find(({ controlId }) => controlId === 'price-collar');
    expect(collar).toMatchObject({ outcome: 'deny' });
    expect(collar?.message).toMatch(/^Take-profit: /);
    expect(trial.control.orders()).toEqual([]);
    expect(await desk.facts('order.denied')).toHaveLength(1);
    // The preview says the same, before anything is asked for.
    const preview = await desk.commands['order.preview'](
      { ticket: far.entry, exits: far.exits, withWhatIf: false, reason: null },
      desk.caller,
    );
    expect(preview).toMatchObject({ allowed: false });
    expect(preview.verdicts.find(({ controlId }) => controlId === 'price-collar')?.message).toMatch(
      /^Take-profit: /,
    );
  });

  test('is killed as a whole, between its record and its sending too', async () => {
    const placing = place(bracket());
    await desk.decided();
    await desk.kill();
    await placing;
    expect(trial.control.orders()).toEqual([]);
    for (const order of desk.orders()) expect(order.status).toBe('CANCELLED');
    await desk.rearm('ACTIVE');
    await place(bracket({ quantity: 21 }));
    await working();
    await desk.kill();
    await desk.until('all are cancelled', () =>
      desk.orders().every(({ status }) => status === 'CANCELLED'),
    );
  });
});

describe('a bracket of which the broker knows a part', () => {
  test('after a drop: what it knows works on, what it does not is UNKNOWN and a break, and nothing is sent again', async () => {
    // The entry is swallowed, so the broker refuses the exits for want of a parent.
    trial.control.swallowNextOrder();
    await place(bracket());
    await desk.until('the exits are refused', () => leg(desk, 'stop-loss').status === 'REJECTED');
    expect(leg(desk, 'entry').status).toBe('SENDING');
    await desk.until('an alert says so', () => desk.alert('bracket-broken') !== undefined);
    trial.control.drop();
    await desk.until('it is not known', () => leg(desk, 'entry').status === 'UNKNOWN');
    await desk.untilLink('ready');
    await desk.until('a break', () =>
      desk.status().breaks.some(({ orderRef }) => orderRef === leg(desk, 'entry').orderRef),
    );
    expect(trial.control.orders()).toEqual([]);
    expect(await desk.facts('order.intended')).toHaveLength(3);
    // Of it nothing more is risked: the cancel settles it.
    await desk.cancel(leg(desk, 'entry').orderRef);
    await desk.until('it is settled', () => leg(desk, 'entry').status !== 'UNKNOWN');
  });

  test('while the desk was away: an exit that filled and one that went with it are taken over', async () => {
    await place(bracket({ orderType: 'MKT', limitPrice: null }));
    await desk.until('the entry fills', () => leg(desk, 'entry').status === 'FILLED');
    await exitsWork();
    await desk.desk.close('Away.');
    trial.control.priceShock('SPY', 3);
    await desk.until(
      'it fills',
      () => (trial.atGateway(leg(desk, 'take-profit').orderRef)?.filled ?? 0) === 20,
    );
    const next = await (await trial.start()).ready();
    await next.until('taken over', () => next.position(spyId) === 0);
    expect(leg(next, 'take-profit').status).toBe('FILLED');
    expect(leg(next, 'stop-loss').status).toBe('CANCELLED');
    expect(next.status().breaks).toEqual([]);
    expect(await next.commands['journal.verify']({}, next.caller)).toMatchObject({ ok: true });
  });
});

async function exitsWork(): Promise<void> {
  await desk.until('the exits work', () =>
    (['take-profit', 'stop-loss'] as const).every((role) => leg(desk, role).status === 'WORKING'),
  );
}
