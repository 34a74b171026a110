import { afterEach, describe, expect, it } from 'vitest';

import {
  linkUnderTest,
  wireOrderOf,
  type LinkTestOptions,
  type LinkUnderTest,
} from '../../../test/support/link-under-test.ts';
import { pause } from '../../../test/support/real-clock.ts';
import {
  startScratchGateway,
  type ScratchGateway,
  type ScratchGatewayOptions,
} from '../../../test/support/scratch-gateway.ts';
import {
  accountValue,
  currentTime,
  errorMessage,
  managedAccounts,
  openOrder,
  position,
  scratchOrder,
  spy,
} from '../../../test/support/scratch-messages.ts';
import {
  BrokerRefusedError,
  LiveAccountError,
  OtherAccountError,
  UnknownAccountError,
} from './link-errors.ts';

const order = 3;
const cancel = 4;
const globalCancel = 58;
const exercise = 21;

let gateway: ScratchGateway;
let link: LinkUnderTest;

afterEach(async () => {
  await link.stop();
  await gateway.close();
});

async function readyLink(
  gatewayOptions: Partial<ScratchGatewayOptions> = {},
  options: LinkTestOptions = {},
): Promise<void> {
  gateway = await startScratchGateway(gatewayOptions);
  link = linkUnderTest(gateway.port, options);
  await link.ready();
}

/** Every way by which an order could be opened, changed or ended. */
function everyOrderPath(accountId: string): [string, () => unknown][] {
  return [
    ['place', () => link.link.placeOrder(wireOrderOf({ orderId: 1, accountId }))],
    ['modify', () => link.link.placeOrder(wireOrderOf({ orderId: 5, accountId, quantity: 50 }))],
    ['cancel', () => link.link.cancelOrder(5)],
    ['cancel all', () => link.link.cancelAllOrders()],
  ];
}

function orderMessages(): number[] {
  return gateway.received
    .map(({ kind }) => kind)
    .filter((kind) => [order, cancel, globalCancel, exercise].includes(kind));
}

describe('a gateway with a live account', () => {
  it.each([
    ['alone, wherever the desk looked for it', ['U1234567']],
    ['behind a paper account', ['DU1000001', 'U1234567']],
    ['before a paper account', ['U1234567', 'DU1000001']],
    ['of a live advisor', ['F1234567', 'U1234567']],
    ['under a paper advisor', ['DF1000000', 'DU1000001', 'U1234567']],
  ])('%s: no order path gets through, whatever account it names', async (_what, accountIds) => {
    await readyLink({ accountIds });
    expect(link.link.accountIds()).toEqual(accountIds);
    for (const accountId of [...accountIds, 'DU1000001']) {
      link.link.tradeOnly(accountId);
      for (const [, send] of everyOrderPath(accountId)) expect(send).toThrow(LiveAccountError);
    }
    await pause(20);
    expect(orderMessages()).toEqual([]);
  });

  it('that its list leaves out, but an order, a position or a figure names', async () => {
    for (const message of [
      openOrder(scratchOrder({ orderId: 9, clientId: 0, accountId: 'U7654321' })),
      position('U7654321', spy, 100, 250),
      accountValue('U7654321', 'NetLiquidation', '5000000'),
    ]) {
      await readyLink();
      gateway.peer().send(message);
      await link.until('it is heard', () => link.log.some((line) => line.includes('U7654321')));
      for (const [, send] of everyOrderPath('DU1000001')) expect(send).toThrow(LiveAccountError);
      expect(orderMessages()).toEqual([]);
      await link.stop();
      await gateway.close();
    }
  });

  it('that shows up later ends it at once: what waits is taken back, and it stays so', async () => {
    await readyLink({}, { messagesPerSecond: 10 });
    for (let orderId = 1; orderId <= 15; orderId += 1) {
      link.link.placeOrder(wireOrderOf({ orderId }));
    }
    const { queued } = link.link.pacerStatus();
    const left = 15 - queued.order;
    expect(queued.order).toBeGreaterThan(5);
    gateway.peer().send(managedAccounts('DU1000001', 'U1234567'));
    await link.until('all are told', () => link.ofKind('order-error').length === queued.order);
    gateway.peer().send(managedAccounts('DU1000001'));
    await link.until('it is heard', () => link.link.accountIds().length === 1);
    await link.until('it is ready', () => link.status().state === 'ready', 6_000);
    for (const [, send] of everyOrderPath('DU1000001')) expect(send).toThrow(LiveAccountError);
    expect(orderMessages().filter((kind) => kind === order)).toHaveLength(left);
  });

  it('that shows up later keeps back a cancel that waits', async () => {
    await readyLink({}, { messagesPerSecond: 10 });
    for (let orderId = 1; orderId <= 8; orderId += 1) link.link.cancelOrder(orderId);
    link.link.cancelAllOrders();
    const { queued } = link.link.pacerStatus();
    expect(queued).toMatchObject({ kill: 1 });
    gateway.peer().send(managedAccounts('U1234567'));
    await link.until('nothing waits', () => link.link.pacerStatus().queued.cancel === 0, 6_000);
    await pause(20);
    expect(orderMessages()).toHaveLength(8 - queued.cancel);
    expect(orderMessages()).not.toContain(globalCancel);
    expect(link.ofKind('notice')[0]).toMatchObject({ code: 504, severity: 'critical' });
    expect(link.ofKind('notice')[0]?.message).toContain('The cancel of all orders was not sent');
    expect(link.ofKind('order-error').map(({ error }) => error.effect)).toEqual(
      Array(queued.cancel).fill('cancel-refused'),
    );
  });

  it('previews orders, and nothing else', async () => {
    await readyLink({ accountIds: ['U1234567'] });
    gateway.answer(order, ({ fields, peer }) =>
      peer.send(
        openOrder(scratchOrder({ orderId: Number(fields[1]) }), { initMarginAfter: 5_000 }),
      ),
    );
    const forLive = wireOrderOf({ accountId: 'U1234567' });
    await expect(link.link.whatIf(forLive)).resolves.toMatchObject({ initialMarginAfter: 5_000 });
    await expect(link.link.whatIf(wireOrderOf({ accountId: 'U2' }))).rejects.toThrow(
      UnknownAccountError,
    );
    expect(orderMessages()).toEqual([order]);
  });
});

describe('the mark of a preview', () => {
  it.each([176, 178, 187, 193])(
    'is the only difference on the wire to an order, at server version %d',
    async (serverVersion) => {
      await readyLink({ serverVersion });
      gateway.answer(order, ({ fields, peer }) =>
        peer.send(errorMessage(Number(fields[1]), 201, 'Not this one.')),
      );
      for (const given of [
        {},
        { orderType: 'MKT', limitPrice: null },
        { orderType: 'STP LMT', stopPrice: 249, side: 'SELL', timeInForce: 'GTC' },
      ] as const) {
        const before = gateway.ofKind(order).length;
        link.link.placeOrder(wireOrderOf({ ...given, orderId: 1 }));
        const preview = link.link.whatIf(wireOrderOf(given));
        await expect(preview).rejects.toThrow(BrokerRefusedError);
        const [placed, previewed] = gateway.ofKind(order).slice(before);
        if (placed === undefined || previewed === undefined) throw new Error('Two were sent.');
        expect(previewed.fields).toHaveLength(placed.fields.length);
        const differences = placed.fields.flatMap((field, at) =>
          field === previewed.fields[at] ? [] : [[field, previewed.fields[at]]],
        );
        expect(differences).toEqual([
          ['1', previewed.fields[1]],
          ['0', '1'],
        ]);
      }
    },
  );
});

describe('the one account that is traded', () => {
  it('is known as soon as the gateway names it, and forgotten with the connection', async () => {
    gateway = await startScratchGateway();
    link = linkUnderTest(gateway.port, { accepts: false });
    expect(link.link.accountIds()).toEqual([]);
    link.start();
    await link.until('it reconciles', () => link.status().state === 'reconciling');
    expect(link.link.accountIds()).toEqual(['DU1000001']);
    await link.stop();
    expect(link.link.accountIds()).toEqual([]);
  });

  it('keeps a kill from another login: nothing reaches it between reconnect and snapshot', async () => {
    gateway = await startScratchGateway({ accountIds: ['DU2000002'] });
    link = linkUnderTest(gateway.port, { accepts: false });
    link.link.tradeOnly('DU1000001');
    link.start();
    await link.until('it reconciles', () => link.status().state === 'reconciling');
    expect(() => link.link.cancelAllOrders()).toThrow(UnknownAccountError);
    expect(() => link.link.cancelOrder(1)).toThrow(/does not hold account DU1000001/);
    await link.until('a snapshot', () => link.snapshots.length === 1);
    link.accept();
    expect(() => link.link.placeOrder(wireOrderOf({ accountId: 'DU2000002' }))).toThrow(
      UnknownAccountError,
    );
    await pause(20);
    expect(orderMessages()).toEqual([]);
  });

  it('is the only one for orders among several', async () => {
    await readyLink({ accountIds: ['DF1000000', 'DU1000001', 'DU1000002'] });
    link.link.tradeOnly('DU1000002');
    expect(() => link.link.placeOrder(wireOrderOf({ accountId: 'DU1000001' }))).toThrow(
      OtherAccountError,
    );
    link.link.placeOrder(wireOrderOf({ accountId: 'DU1000002' }));
    link.link.tradeOnly(null);
    link.link.placeOrder(wireOrderOf({ orderId: 2, accountId: 'DU1000001' }));
    await link.until('both leave', () => gateway.ofKind(order).length === 2);
  });

  it('that is no longer traded takes its waiting orders with it', async () => {
    await readyLink({ accountIds: ['DU1000001', 'DU1000002'] }, { messagesPerSecond: 10 });
    for (let orderId = 1; orderId <= 15; orderId += 1) {
      link.link.placeOrder(wireOrderOf({ orderId }));
    }
    const waiting = link.link.pacerStatus().queued.order;
    link.link.tradeOnly('DU1000002');
    await link.until('they are told', () => link.ofKind('order-error').length === waiting, 6_000);
    expect(link.ofKind('order-error').every(({ error }) => error.effect === 'rejected')).toBe(true);
    expect(gateway.ofKind(order)).toHaveLength(15 - waiting);
  });

  it('that leaves the list takes its waiting orders with it', async () => {
    await readyLink({ accountIds: ['DU1000001', 'DU1000002'] }, { messagesPerSecond: 10 });
    link.link.tradeOnly('DU1000001');
    for (let orderId = 1; orderId <= 15; orderId += 1) {
      link.link.placeOrder(wireOrderOf({ orderId }));
    }
    const waiting = link.link.pacerStatus().queued.order;
    gateway.peer().send(managedAccounts('DU1000002'));
    await link.until('they are told', () => link.ofKind('order-error').length === waiting);
    expect(gateway.ofKind(order)).toHaveLength(15 - waiting);
    expect(() => link.link.cancelAllOrders()).toThrow(UnknownAccountError);
  });
});

describe('accounts that change while the link stands', () => {
  it('are compared again before the desk trades on', async () => {
    await readyLink();
    gateway.peer().send(managedAccounts('DU1000001', 'DU1000002'));
    await link.until('another snapshot', () => link.snapshots.length === 2);
    await link.until('it is ready', () => link.status().state === 'ready');
    expect(link.states().slice(-2)).toEqual(['reconciling', 'ready']);
    expect(link.snapshots[1]?.accountIds).toEqual(['DU1000001', 'DU1000002']);
  });

  it('are compared again too when the gateway was late meanwhile', async () => {
    const heartbeat = { periodMs: 10, lateMs: 30, deadMs: 10_000, stuckMs: 10_000, checkMs: 5 };
    await readyLink({}, { timings: { heartbeat } });
    gateway.silence(49);
    await link.until('it is late', () => link.status().state === 'impaired');
    gateway.peer().send(managedAccounts('DU1000001', 'DU1000002'));
    await link.until('it is heard', () => link.link.accountIds().length === 2);
    const [old] = link.snapshots;
    if (old === undefined) throw new Error('There was one.');
    link.link.acceptSnapshot(old);
    gateway.answer(49, ({ peer }) => peer.send(currentTime(1_583_760_600)));
    gateway.peer().send(currentTime(1_583_760_600));
    await link.until('it is ready', () => link.status().state === 'ready');
    expect(link.snapshots.at(-1)?.accountIds).toEqual(['DU1000001', 'DU1000002']);
  });

  it('that are the same are passed over', async () => {
    await readyLink();
    gateway.peer().send(managedAccounts('DU1000001'));
    await pause(20);
    expect(link.states().at(-1)).toBe('ready');
    expect(link.snapshots).toHaveLength(1);
  });

  it('to none at all close every order path', async () => {
    await readyLink();
    gateway.peer().send(managedAccounts());
    await link.until('it is heard', () => link.link.accountIds().length === 0);
    await link.until('it is ready', () => link.status().state === 'ready');
    for (const [, send] of everyOrderPath('DU1000001')) expect(send).toThrow(UnknownAccountError);
  });
});
