import { afterEach, describe, expect, test } from 'vitest';

import { spyId, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
afterEach(() => trial.end());

async function deskFor(accounts: string[]): Promise<DeskUnderTest> {
  trial = await Trial.begin({ accounts });
  const desk = await trial.start();
  await desk.untilLink('ready');
  // A desk that only reads has no first watchlist.
  await desk.commands['watchlist.add']({ instrumentId: spyId }, desk.caller);
  return desk.ready();
}

describe.each([
  ['a live account', ['U1234567']],
  ['a live account among others', ['DU1000001', 'U1234567']],
])('a desk on %s', (_what, accounts) => {
  test('only reads: no order, no change and no cancel reaches the gateway', async () => {
    const desk = await deskFor(accounts);
    expect(desk.status()).toMatchObject({ gatewayKind: 'shadow', accountId: accounts[0] });
    expect(await desk.facts('account.identified')).toEqual([
      { accountId: accounts[0], gatewayKind: 'shadow' },
    ]);
    const placed = await desk.place(desk.resting());
    expect(placed.allowed).toBe(false);
    const denial = placed.verdicts.find(({ outcome }) => outcome === 'deny');
    expect(denial?.title).toBe('Account kind');
    await expect(desk.modify(placed.orderRef, { quantity: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(desk.cancel(placed.orderRef)).rejects.toMatchObject({ code: 'conflict' });
    expect(await desk.kill()).toMatchObject({ cancelsSent: 0 });
    expect(desk.status().tradingState).toBe('HALTED');
    expect(trial.control.orders()).toEqual([]);

    const preview = await desk.commands['order.preview'](
      { ticket: desk.resting(), withWhatIf: true },
      desk.caller,
    );
    expect(preview).toMatchObject({ allowed: false, whatIfUnavailable: null });
    expect(preview.whatIf?.initialMarginChange).toBeGreaterThan(0);
    expect(trial.control.orders()).toEqual([]);
  });
});

test('a paper account is traded, and its kind is on record', async () => {
  const desk = await deskFor(['DU1000001', 'DU1000002']);
  expect(await desk.facts('account.identified')).toEqual([
    { accountId: 'DU1000001', gatewayKind: 'simulated' },
  ]);
  const orderRef = await desk.working();
  expect(trial.atGateway(orderRef)).toMatchObject({ accountId: 'DU1000001' });
});

test('what somebody else trades in one of several accounts is on record within seconds', async () => {
  const desk = await deskFor(['DU1000001', 'DU1000002']);
  trial.control.placeManualOrder({
    accountId: 'DU1000001',
    symbol: 'SPY',
    side: 'BUY',
    quantity: 20,
  });
  await desk.until('the desk knows', () => desk.position() !== 0, 15_000);
  expect(desk.position()).toBe(20);
});

test('a gateway of another account than the journal\u2019s is never ready, and nothing is sent there', async () => {
  const first = await deskFor(['DU1000001']);
  await first.desk.close('Next.');
  await trial.gateway.close();
  const other = await Trial.begin({ accounts: ['DU7777777'] });
  try {
    const desk = await trial.start({ on: other.gateway });
    await desk.until(
      'it says why',
      () => desk.status().link?.reason.includes('DU7777777') === true,
    );
    expect(desk.status().link).toMatchObject({
      state: 'reconciling',
      reason: expect.stringContaining(
        'This data folder holds the journal of account DU1000001',
      ) as unknown,
    });
    expect(desk.status().breaks).toMatchObject([
      { kind: 'account', desk: 'DU1000001', broker: 'DU7777777', acceptable: false },
    ]);
    await desk.until('an alert', () => desk.alert('reconciliation-break') !== undefined);
    expect(desk.alert('reconciliation-break')).toMatchObject({ severity: 'critical' });
    expect(await desk.place(desk.resting({ limitPrice: 250 }))).toMatchObject({ allowed: false });
    expect(await desk.kill()).toMatchObject({ cancelsSent: 0, waitingForLink: true });
    expect(other.control.orders()).toEqual([]);
    expect(desk.status().accountId).toBe('DU1000001');
  } finally {
    for (const running of trial.desks) await running.close('Done.');
    await other.end();
  }
});
