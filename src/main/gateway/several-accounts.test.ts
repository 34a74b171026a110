import { afterEach, describe, expect, it } from 'vitest';

import {
  linkUnderTest,
  type LinkTestOptions,
  type LinkUnderTest,
} from '../../../test/support/link-under-test.ts';
import {
  startScratchGateway,
  type ScratchGateway,
  type ScratchGatewayOptions,
} from '../../../test/support/scratch-gateway.ts';
import {
  accountSummary,
  accountUpdateMulti,
  errorMessage,
  openOrder,
  position,
  scratchOrder,
  spy,
} from '../../../test/support/scratch-messages.ts';

const ownOpenOrders = 5;
const accountUpdates = 6;
const autoOpenOrders = 15;
const allOpenOrders = 16;
const positions = 61;
const cancelPositions = 64;
const summary = 62;
const accountUpdatesMulti = 76;

let gateway: ScratchGateway;
let link: LinkUnderTest;

afterEach(async () => {
  await link.stop();
  await gateway.close();
});

async function linkTo(
  gatewayOptions: Partial<ScratchGatewayOptions>,
  options: LinkTestOptions = {},
): Promise<void> {
  gateway = await startScratchGateway(gatewayOptions);
  link = linkUnderTest(gateway.port, options);
}

describe('a login with several accounts', () => {
  const accountIds = ['DF1000000', 'DU1000001', 'DU1000002'];

  it('is followed account by account', async () => {
    await linkTo({ accountIds });
    await link.ready();
    expect(gateway.ofKind(accountUpdates)).toEqual([]);
    const asked = gateway.ofKind(accountUpdatesMulti);
    expect(asked.map(({ fields }) => fields[3])).toEqual(accountIds);
    const id = Number(asked[2]?.fields[2]);
    gateway.peer().send(accountUpdateMulti(id, 'DU1000002', 'BuyingPower', '4000.5'));
    await link.until('it is told', () => link.ofKind('account-value').length === 1);
    expect(link.ofKind('account-value')[0]?.value).toEqual({
      accountId: 'DU1000002',
      tag: 'BuyingPower',
      value: '4000.5',
      currency: 'USD',
    });
  });

  it('tells what is held as it changes, which the account updates of several do not', async () => {
    await linkTo({ accountIds });
    gateway.answer(61, ({ peer }) => peer.send(position('DU1000002', spy, 40, 250), [62, 1]));
    await link.ready();
    gateway.peer().send(position('DU1000002', spy, 15, 250));
    const told = () => link.ofKind('position').map(({ position: { quantity } }) => quantity);
    await link.until('it is told', () => told().includes(15));
    expect(link.ofKind('position').at(-1)).toMatchObject({
      position: { accountId: 'DU1000002', instrumentId: spy.conId, quantity: 15 },
    });
    expect(gateway.ofKind(cancelPositions)).toEqual([]);
    // Asked again, it begins anew: only so are all of them told once more.
    link.link.requestSnapshot();
    await link.until('it is asked again', () => gateway.ofKind(positions).length === 2);
    expect(gateway.ofKind(cancelPositions)).toHaveLength(1);
  });

  it('has the positions and figures of all of them in the snapshot', async () => {
    await linkTo({ accountIds });
    gateway.answer(61, ({ peer }) =>
      peer.send(position('DU1000001', spy, 40, 250), position('DU1000002', spy, -10, 251), [62, 1]),
    );
    gateway.answer(summary, ({ fields, peer }) =>
      peer.send(
        ...accountIds.map((accountId) =>
          accountSummary(Number(fields[2]), accountId, 'NetLiquidation', '1000'),
        ),
        [64, 1, Number(fields[2])],
      ),
    );
    await link.ready();
    expect(link.snapshots[0]?.positions.map((held) => [held.accountId, held.quantity])).toEqual([
      ['DU1000001', 40],
      ['DU1000002', -10],
    ]);
    expect(link.snapshots[0]?.accountValues.map(({ accountId }) => accountId)).toEqual(accountIds);
  });
});

describe('the figures of the snapshot', () => {
  it('hold the cash of each currency', async () => {
    await linkTo({});
    gateway.answer(summary, ({ fields, peer }) => {
      const id = Number(fields[2]);
      peer.send(
        [63, 1, id, 'DU1000001', 'CashBalance', '1000.5', 'USD'],
        [63, 1, id, 'DU1000001', 'CashBalance', '-200', 'EUR'],
        [63, 1, id, 'DU1000001', 'CashBalance', '780', 'BASE'],
        [64, 1, id],
      );
    });
    await link.ready();
    expect(gateway.ofKind(summary)[0]?.fields[3]).toBe('All');
    expect(gateway.ofKind(summary)[0]?.fields[4]?.split(',')).toContain('$LEDGER:ALL');
    expect(
      link.snapshots[0]?.accountValues.map(({ currency, value }) => [currency, value]),
    ).toEqual([
      ['USD', '1000.5'],
      ['EUR', '-200'],
      ['BASE', '780'],
    ]);
  });
});

describe('client 0', () => {
  it('binds orders given by hand in TWS, those to come and those there', async () => {
    await linkTo({}, { clientId: 0 });
    const manual = scratchOrder({ orderId: -3, clientId: 0, permId: 55 });
    gateway.answer(ownOpenOrders, ({ peer }) => peer.send(openOrder(manual), [53, 1]));
    gateway.answer(allOpenOrders, ({ peer }) =>
      peer.send(openOrder(manual), openOrder(scratchOrder({ clientId: 4, permId: 56 })), [53, 1]),
    );
    await link.ready();
    expect(gateway.ofKind(autoOpenOrders).map(({ fields }) => fields[2])).toEqual(['1']);
    expect(link.snapshots[0]?.openOrders.map(({ permId }) => permId)).toEqual([55, 56]);
    expect(link.snapshots[0]?.complete).toBe(true);
    link.link.cancelOrder(-3);
    await link.until('it leaves', () => gateway.ofKind(4).length === 1);
    expect(gateway.ofKind(4)[0]?.fields).toContain('-3');
  });

  it('alone does so', async () => {
    await linkTo({}, { clientId: 7 });
    await link.ready();
    expect([...gateway.ofKind(autoOpenOrders), ...gateway.ofKind(ownOpenOrders)]).toEqual([]);
  });
});

describe('a round of questions that is given up', () => {
  it('does not end the next one with its late answers', async () => {
    await linkTo({});
    const late: (() => void)[] = [];
    gateway.answer(allOpenOrders, ({ peer }) => late.push(() => peer.send([53, 1])));
    link.start();
    await link.until('it is asked', () => gateway.ofKind(allOpenOrders).length === 1);
    gateway.peer().send(errorMessage(-1, 1100, 'Lost.'), errorMessage(-1, 1102, 'Restored.'));
    await link.until('it is asked again', () => gateway.ofKind(allOpenOrders).length === 2);
    late[0]?.();
    gateway.peer().send(openOrder(scratchOrder({ permId: 77 })));
    await link.until('the order is heard', () => link.ofKind('open-order').length === 1);
    expect(link.snapshots).toEqual([]);
    late[1]?.();
    await link.until('the snapshot', () => link.snapshots.length === 1);
    expect(link.snapshots[0]?.openOrders.map(({ permId }) => permId)).toEqual([77]);
    expect(link.snapshots[0]?.complete).toBe(true);
  });

  it('whose answers never come costs one deadline, not every round after it', async () => {
    await linkTo({}, { timings: { snapshotMs: 100 } });
    gateway.silence(allOpenOrders);
    link.start();
    await link.until('it is asked', () => gateway.ofKind(allOpenOrders).length === 1);
    gateway.peer().send(errorMessage(-1, 1100, 'Lost.'), errorMessage(-1, 1102, 'Restored.'));
    await link.until('a snapshot', () => link.snapshots.length === 1);
    expect(link.snapshots[0]?.complete).toBe(false);
    gateway.answer(allOpenOrders, ({ peer }) => peer.send([53, 1]));
    link.link.requestSnapshot();
    await link.until('another', () => link.snapshots.length === 2);
    expect(link.snapshots[1]?.complete).toBe(true);
  });
});
