import { afterEach, beforeEach, expect, test } from 'vitest';

import { Trial } from '../support/desk-under-test.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await Trial.begin();
});
afterEach(() => trial.end());

/** So little that the spread and the commission of one order cross it. */
const dailyLoss = { value: 0.5, unit: 'base currency', reason: 'For the test.' };

test('a loss beyond the line makes the desk REDUCING, on record as a loss, and the alert says so', async () => {
  const desk = await (await trial.start({ limits: { dailyLoss } })).ready();
  const { orderRef } = await desk.place(desk.market({ quantity: 100 }));
  await desk.untilStatus(orderRef, 'FILLED');
  await desk.until('the desk is REDUCING', () => desk.status().tradingState === 'REDUCING');
  expect(desk.status().tradingStateOrigin).toMatchObject({ by: 'desk', cause: 'loss' });
  const alert = desk.alert('daily-loss');
  expect(alert).toMatchObject({ severity: 'critical', threshold: 0.5, state: 'open' });
  expect(alert?.detail).toContain('This makes the desk at least REDUCING');
  await expect
    .poll(() => desk.facts('trading-state.changed'))
    .toMatchObject([
      { instrumentId: null, state: 'REDUCING', reason: alert?.detail, cause: 'loss' },
    ]);
  expect((await desk.place(desk.market({ quantity: 10 }))).allowed).toBe(false);
  expect((await desk.place(desk.market({ side: 'SELL', quantity: 10 }))).allowed).toBe(true);
});

test('a drawdown is counted from a peak that a restart does not forget', async () => {
  const limit = { value: 800, unit: 'base currency', reason: 'For the test.' };
  const drawdown = {
    unit: 'percent of dayDrawdown',
    soft: 50,
    hard: 100,
    holdMs: 0,
    action: 'HALTED',
    reason: 'For the test.',
  } as const;
  const desk = await (
    await trial.start({ limits: { dayDrawdown: limit }, monitors: { 'day-drawdown': drawdown } })
  ).ready();
  await desk.until('the day is open', () => desk.status().dayPnl !== null);
  const { orderRef } = await desk.place(desk.market({ quantity: 200 }));
  await desk.untilStatus(orderRef, 'FILLED');
  trial.control.priceShock('SPY', 2);
  await desk.until('it has gained', () => (desk.status().dayPnl ?? 0) > 1000);
  await desk.desk.close('Restart.');
  // Back to where it was: only one who remembers the gain has lost anything.
  trial.control.priceShock('SPY', -100 / 51);

  const after = await (await trial.start()).ready();
  await after.until('the desk is HALTED', () => after.status().tradingState === 'HALTED');
  expect(after.alert('day-drawdown')).toMatchObject({ severity: 'critical', threshold: 800 });
  expect(after.alert('daily-loss')).toBeUndefined();
  expect(after.status().tradingStateOrigin).toMatchObject({ by: 'desk', cause: 'loss' });
});

test('a person who is stricter already is never loosened by a monitor', async () => {
  const desk = await (await trial.start({ limits: { dailyLoss } })).ready();
  const { orderRef } = await desk.place(desk.market({ quantity: 100 }));
  await desk.setState('HALTED');
  await desk.untilStatus(orderRef, 'FILLED');
  await desk.until('the alert is there', () => desk.alert('daily-loss')?.severity === 'critical');
  expect(desk.status().tradingState).toBe('HALTED');
});

test('an exposure in a sector and in an asset class warns, and is critical beyond its limit', async () => {
  const line = 100_000;
  const desk = await (
    await trial.start({
      limits: {
        sectorGrossExposure: { value: line, unit: 'base currency', reason: 'For the test.' },
        // Of the class alone: the desk's own is as wide as ever.
        scopes: [
          {
            scope: { kind: 'asset-class', id: 'STK' },
            limits: { assetClassNetExposure: { value: line, reason: 'For the test.' } },
          },
        ],
      },
    })
  ).ready();
  const alertOf = (fingerprint: string) =>
    desk.alerts().find((alert) => alert.fingerprint === fingerprint);
  const quantity = Math.floor((0.94 * line) / (desk.bid() ?? 0));
  const { orderRef } = await desk.place(desk.market({ quantity }));
  await desk.untilStatus(orderRef, 'FILLED');
  for (const fingerprint of ['sector-gross-exposure:Funds', 'asset-class-net-exposure:STK']) {
    await desk.until(`${fingerprint} warns`, () => alertOf(fingerprint) !== undefined);
    expect(alertOf(fingerprint)).toMatchObject({
      severity: 'warning',
      threshold: 0.9 * line,
      unit: 'USD',
    });
  }
  // No order carries it over its limit: the control denies that. A price can.
  expect((await desk.place(desk.market({ quantity }))).allowed).toBe(false);
  trial.control.priceShock('SPY', 10);
  for (const fingerprint of ['sector-gross-exposure:Funds', 'asset-class-net-exposure:STK']) {
    await desk.until(
      `${fingerprint} is critical`,
      () => alertOf(fingerprint)?.severity === 'critical',
    );
    expect(alertOf(fingerprint)).toMatchObject({ threshold: line, count: 2, state: 'open' });
  }
  expect(alertOf('sector-gross-exposure:Funds')?.detail).toContain('in sector Funds');
  expect(desk.alert('sector-net-exposure')).toBeUndefined();
  expect(desk.alert('gross-exposure')).toBeUndefined();
});
