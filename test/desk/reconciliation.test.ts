import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { spyId, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
/** The same account after a reset at the broker: no positions, no orders, the cash it began with. */
let reset: Trial;
beforeEach(async () => {
  trial = await Trial.begin();
  reset = await Trial.begin();
});
afterEach(async () => {
  await trial.end();
  await reset.end();
});

/** A desk that holds ten SPY and has an order resting, restarted against an account that was reset meanwhile. */
async function deskOfResetAccount(): Promise<{ desk: DeskUnderTest; resting: string }> {
  const before = await (await trial.start()).ready();
  const { orderRef } = await before.place(before.market());
  await before.untilStatus(orderRef, 'FILLED');
  await before.until('the commission has come', () =>
    before.topics
      .executions({})
      .snapshot()
      .every(({ commissionMicros }) => commissionMicros !== null),
  );
  const resting = await before.working();
  await before.desk.close('The account is reset.');
  const desk = await (await trial.start({ on: reset.gateway, reconcileEveryMs: 300 })).ready();
  await desk.until('the breaks are known', () => desk.status().breaks.length >= 3);
  return { desk, resting };
}

function positionOf(desk: DeskUnderTest): number | undefined {
  return desk.topics
    .positions({})
    .snapshot()
    .find(({ instrumentId }) => instrumentId === spyId)?.quantity;
}

describe('an account that is not as the desk left it', () => {
  test('differs in position, cash and order: each is a break with its two values and an alert', async () => {
    const { desk, resting } = await deskOfResetAccount();
    const { breaks } = desk.status();
    expect(breaks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          breakId: `position:DU1000001:${spyId}`,
          kind: 'position',
          subject: 'Position in SPY',
          desk: '10',
          broker: '0',
          acceptable: true,
        }),
        expect.objectContaining({
          breakId: 'cash:DU1000001:USD',
          kind: 'cash',
          broker: '1000000.00 USD',
          acceptable: true,
        }),
        expect.objectContaining({
          breakId: `order:${resting}`,
          kind: 'order',
          desk: 'UNKNOWN',
          broker: 'not listed',
          acceptable: false,
        }),
      ]),
    );
    await desk.until('alerts', () => breakAlerts(desk).length === 3);
    // Rounds go on three times a second; what goes on is no news.
    const counted = breakAlerts(desk).map(({ count }) => count);
    await desk.until('two more rounds', await roundsLater(desk, 2));
    expect(breakAlerts(desk).map(({ count }) => count)).toEqual(counted);
    expect(reset.control.orders()).toEqual([]);
  });

  test('is taken over by a person, on record, without a jump in the day\u2019s P&L, and stays so', async () => {
    const { desk } = await deskOfResetAccount();
    await desk.until('the day\u2019s P&L is known', () => desk.status().dayPnl !== null);
    const pnl = desk.status().dayPnl ?? Number.NaN;
    await accept(desk, `position:DU1000001:${spyId}`, 'The paper account was reset.');
    expect(positionOf(desk)).toBe(0);
    expect(await desk.facts('position.adopted')).toMatchObject([
      { reason: 'The paper account was reset.', position: { quantity: 0 } },
    ]);
    // Ten SPY move by cents between two looks, not by what ten SPY are worth.
    expect(Math.abs((desk.status().dayPnl ?? Number.NaN) - pnl)).toBeLessThan(20);

    await accept(desk, 'cash:DU1000001:USD', 'The paper account was reset.');
    expect(desk.status().breaks.map(({ kind }) => kind)).toEqual(['order']);
    expect(await desk.facts('cash.adopted')).toMatchObject([
      { balances: [{ currency: 'USD', cashMicros: 1_000_000_000_000 }] },
      { reason: 'First reconciliation of cash with the broker.' },
    ]);
    await desk.until('alerts clear', () =>
      breakAlerts(desk).every(
        ({ detail, conditionCleared }) => conditionCleared || detail.startsWith('Order'),
      ),
    );
    expect(await desk.commands['journal.verify']({}, desk.caller)).toMatchObject({ ok: true });
    await desk.desk.close('Restart.');

    const after = await (await trial.start({ on: reset.gateway })).ready();
    expect(positionOf(after)).toBe(0);
    await after.until('it has reconciled', () => after.status().reconciledAt !== null);
    expect(after.status().breaks.map(({ kind }) => kind)).toEqual(['order']);
  });

  test('has breaks that end when the two agree again', async () => {
    const { desk, resting } = await deskOfResetAccount();
    await desk.desk.close('The right gateway is back.');
    const after = await (await trial.start()).ready();
    await after.untilStatus(resting, 'WORKING');
    await after.until('the breaks are gone', () => after.status().breaks.length === 0);
    await after.until('alerts clear', () =>
      breakAlerts(after).every(({ conditionCleared }) => conditionCleared),
    );
    expect(breakAlerts(after)).toHaveLength(3);
  });

  test('cannot be taken over where there is no figure, nor by a person without the right', async () => {
    const { desk, resting } = await deskOfResetAccount();
    await expect(accept(desk, `order:${resting}`, 'Gone.')).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(accept(desk, 'position:DU1000001:1', 'Gone.')).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('reconciliation every minute', () => {
  test('finds what a lost word left open, without a reconnect', async () => {
    const desk = await (await trial.start({ reconcileEveryMs: 300 })).ready();
    trial.control.loseNextAcknowledgement();
    const { orderRef } = await desk.place(desk.resting());
    await desk.until('it is at the gateway', () => trial.atGateway(orderRef) !== undefined);
    // What was sent within five seconds may be missing from a snapshot and is judged by a later one.
    await desk.untilStatus(orderRef, 'WORKING');
    expect(trial.control.orders()).toHaveLength(1);
    expect(desk.status().breaks).toEqual([]);
  });

  test('takes over cash once and then follows every fill to the cent', async () => {
    const desk = await (await trial.start({ reconcileEveryMs: 300 })).ready();
    await desk.until('cash is taken over', () => desk.status().reconciledAt !== null);
    const { orderRef } = await desk.place(desk.market());
    await desk.untilStatus(orderRef, 'FILLED');
    await desk.until('a round with the fill settled', await roundsLater(desk, 20));
    expect(await desk.facts('cash.adopted')).toHaveLength(1);
    expect(desk.status().breaks).toEqual([]);
  });
});

function breakAlerts(desk: DeskUnderTest) {
  return desk.alerts().filter(({ rule }) => rule === 'reconciliation-break');
}

function accept(desk: DeskUnderTest, breakId: string, note: string) {
  return desk.commands['break.accept']({ breakId, note }, desk.caller);
}

/** Holds once the desk has compared its books this many times more. */
async function roundsLater(desk: DeskUnderTest, rounds: number): Promise<() => boolean> {
  let seen = 0;
  let last = desk.status().reconciledAt;
  return () => {
    const { reconciledAt } = desk.status();
    if (reconciledAt !== last) seen += 1;
    last = reconciledAt;
    return seen >= rounds;
  };
}
