import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let desk: DeskUnderTest;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start()).ready();
});
afterEach(() => trial.end());

describe('a drill of the kill switch', () => {
  test('goes the whole way, says what it would have done and how fast, and touches nothing', async () => {
    const { orderRef: bought } = await desk.place(desk.market({ quantity: 25 }));
    await desk.untilStatus(bought, 'FILLED');
    const resting = [await desk.working(), await desk.working({ quantity: 4 })];
    const before = trial.control.orders();

    const drilled = await desk.drill();
    expect(drilled).toMatchObject({
      openOrders: 2,
      positions: [{ displaySymbol: 'SPY', side: 'SELL', quantity: 25, why: null }],
      failure: null,
    });
    expect(drilled.positions[0]?.value).toBeGreaterThan(0);
    expect(drilled.decideMs).toBeGreaterThanOrEqual(0);
    expect(drilled.recordMs).toBeGreaterThan(0);
    expect(drilled.answeredMs ?? 0).toBeGreaterThan(drilled.leftMs ?? Number.NaN);

    expect(trial.control.orders()).toEqual(before);
    for (const orderRef of resting) expect(desk.order(orderRef)?.status).toBe('WORKING');
    expect(desk.status().tradingState).toBe('ACTIVE');
    expect(desk.position()).toBe(25);
    expect(desk.alert('kill-engaged')).toBeUndefined();
    expect(desk.killStatus()).toMatchObject({ engaged: null, lastDrill: { failure: null } });
    expect(await desk.facts('kill.drill-began')).toMatchObject([{ openOrders: 2 }]);
    expect(await desk.facts('kill.drilled')).toEqual([drilled]);
    expect(await desk.facts('order.cancel-intended')).toEqual([]);
    expect(desk.alerts()).toEqual([]);
  });

  test('says that it would only have armed where the link is down', async () => {
    trial.control.refuseConnections(true);
    trial.control.drop();
    await desk.until('the link is down', () => desk.link() !== 'ready');
    expect(await desk.drill()).toMatchObject({
      leftMs: null,
      answeredMs: null,
      failure: expect.stringContaining('The link is down') as unknown,
    });
    expect(desk.killStatus().lastDrill?.failure).toContain('The link is down');
  });

  test('says so where the gateway does not answer', async () => {
    trial.control.inject({ kind: 'silence', forMs: 30_000 });
    const drilled = await desk.drill();
    expect(drilled.leftMs).not.toBeNull();
    expect(drilled).toMatchObject({
      answeredMs: null,
      failure: 'It left, and the gateway did not answer in time.',
    });
  });

  test('is remembered by the next desk on the folder', async () => {
    await desk.drill();
    await desk.desk.close('Done.');
    const next = await trial.start();
    expect(next.killStatus().lastDrill).toMatchObject({ by: 'operator', failure: null });
  });
});
