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
  const drawdown = {
    unit: 'base currency below the peak',
    soft: 400,
    hard: 800,
    holdMs: 0,
    action: 'HALTED',
    reason: 'For the test.',
  } as const;
  const desk = await (await trial.start({ monitors: { 'day-drawdown': drawdown } })).ready();
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
