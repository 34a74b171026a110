import { afterEach, describe, expect, it } from 'vitest';

import {
  linkUnderTest,
  wireOrderOf,
  type LinkTestOptions,
  type LinkUnderTest,
} from '../../../test/support/link-under-test.ts';
import { spyInstrument } from '../../../test/support/spy-instrument.ts';
import { pause } from '../../../test/support/real-clock.ts';
import {
  startScratchGateway,
  type ScratchGateway,
  type ScratchGatewayOptions,
} from '../../../test/support/scratch-gateway.ts';
import {
  accountSummary,
  accountValue,
  commissionReport,
  completedOrder,
  contractDetails,
  errorMessage,
  execution,
  openOrder,
  orderStatus,
  position,
  scratchOrder,
  spy,
  historicalData,
  historicalDataUpdate,
  marketDataType,
  symbolSamples,
  tickGeneric,
  tickPrice,
  tickSize,
} from '../../../test/support/scratch-messages.ts';
import {
  BrokerRefusedError,
  LinkDroppedError,
  LinkNotReadyError,
  LinkOptionsError,
  LiveAccountError,
  RequestTimeoutError,
  UnknownAccountError,
} from './link-errors.ts';

const order = 3;
const cancel = 4;
const details = 9;
const quotes = 1;
const cancelQuotes = 2;
const globalCancel = 58;
const endedOrders = 99;

let gateway: ScratchGateway;
let link: LinkUnderTest;

afterEach(async () => {
  await link.stop();
  await gateway.close();
});

async function readyLink(
  options: LinkTestOptions = {},
  gatewayOptions: Partial<ScratchGatewayOptions> = {},
): Promise<void> {
  gateway = await startScratchGateway(gatewayOptions);
  link = linkUnderTest(gateway.port, options);
  await link.ready();
}

describe('connecting', () => {
  it('asks for everything, waits for the desk to accept it, and is ready', async () => {
    gateway = await startScratchGateway({ nextOrderId: 42 });
    link = linkUnderTest(gateway.port, { accepts: false });
    link.start();
    await link.until('a snapshot', () => link.snapshots.length === 1);
    expect(link.status().state).toBe('reconciling');
    link.accept();
    expect(link.states()).toEqual(['connecting', 'handshaking', 'reconciling', 'ready']);
    expect(link.snapshots[0]).toMatchObject({
      accountIds: ['DU1000001'],
      nextOrderId: 42,
      complete: true,
    });
    expect(link.status()).toMatchObject({
      serverVersion: 193,
      clientId: 7,
      attempt: 0,
      nextAttemptAt: null,
    });
    expect([link.link.nextOrderId(), link.link.nextOrderId()]).toEqual([42, 43]);
  });

  it('refuses settings it cannot work with', async () => {
    await readyLink();
    for (const wrong of [{ host: ' ' }, { clientId: -1 }, { messagesPerSecond: 60 }]) {
      expect(() => linkUnderTest(gateway.port, wrong)).toThrow(LinkOptionsError);
    }
    expect(() => linkUnderTest(0)).toThrow(/1 to 65535/);
  });

  it('goes to the port that 1300 names, and says so', async () => {
    await readyLink();
    const other = await startScratchGateway();
    try {
      gateway
        .peer()
        .send(errorMessage(-1, 1300, `Please reconnect on the new port - ${other.port}.`));
      await link.until('it is ready there', () => other.peers.length === 1);
      expect(link.reasons()).toContain(`The gateway moves to port ${other.port}.`);
      await link.until('ready', () => link.status().state === 'ready');
      expect(link.status().port).toBe(other.port);
    } finally {
      await link.stop();
      await other.close();
    }
  });

  it('goes back to its own port when the named one does not answer', async () => {
    await readyLink();
    const gone = await startScratchGateway();
    await gone.close();
    gateway.peer().send(errorMessage(-1, 1300, `Reconnect on port - ${gone.port}`));
    await link.until('it is back', () => gateway.peers.length === 2);
    await link.until('ready', () => link.status().state === 'ready');
    expect(link.status().port).toBe(gateway.port);
  });

  it('waits longer after every failure, and lets go of it all when stopped', async () => {
    await readyLink({ timings: { backoff: { firstMs: 20, longestMs: 200 } } });
    await gateway.close();
    await link.until('several attempts', () => link.status().attempt >= 4);
    const waits = link
      .ofKind('link')
      .filter(({ status }) => status.state === 'down')
      .map(({ status }) => status.attempt);
    expect(waits).toEqual([...new Set(waits)]);
    await link.stop();
    expect(link.status()).toMatchObject({
      state: 'down',
      reason: 'The link was stopped.',
      nextAttemptAt: null,
    });
    const said = link.words.length;
    await pause(60);
    expect(link.words).toHaveLength(said);
  });

  it('hears nothing more of a connection it has given up', async () => {
    await readyLink({ timings: { backoff: { firstMs: 10_000, longestMs: 10_000 } } });
    const old = gateway.peer();
    gateway
      .peer()
      .send(errorMessage(-1, 1300, 'Reconnect.'), orderStatus(scratchOrder({}), 'Filled', 100, 1));
    await link.until('it has dropped', () => link.states().includes('down'));
    await pause(30);
    expect(link.ofKind('order-status')).toEqual([]);
    expect(old.isOpen).toBe(false);
  });
});

describe('a gateway without its broker', () => {
  it('is impaired from the start, and reconciles when the broker is back', async () => {
    gateway = await startScratchGateway();
    gateway.answer(71, ({ peer }) =>
      peer.send([15, 1, 'DU1000001'], [9, 1, 1], errorMessage(-1, 1100, 'Lost.')),
    );
    link = linkUnderTest(gateway.port);
    link.start();
    await link.until('it is impaired', () => link.status().state === 'impaired');
    await pause(20);
    expect(link.snapshots).toEqual([]);
    gateway.peer().send(errorMessage(-1, 1102, 'Restored.'));
    await link.until('it is ready', () => link.status().state === 'ready');
    expect(link.snapshots).toHaveLength(1);
  });

  it('is not taken for recovered because the heartbeat is', async () => {
    const heartbeat = { periodMs: 20, lateMs: 60, deadMs: 2_000, stuckMs: 5_000, checkMs: 10 };
    await readyLink({ timings: { heartbeat } });
    gateway.silence(49);
    gateway.peer().send(errorMessage(-1, 1100, 'Lost.'));
    await link.until('it is impaired', () => link.status().state === 'impaired');
    await pause(100);
    gateway.answer(49, ({ peer }) => peer.send([49, 1, 1_583_760_600]));
    gateway.peer().send([49, 1, 1_583_760_600]);
    await pause(60);
    expect(link.status().state).toBe('impaired');
    gateway.peer().send(errorMessage(-1, 1102, 'Restored.'));
    await link.until('it is ready', () => link.status().state === 'ready');
  });
});

describe('the snapshot', () => {
  it('carries open and completed orders, fills, commissions, positions and figures', async () => {
    const working = scratchOrder({ orderId: 5, orderRef: '01J', permId: 77 });
    const done = scratchOrder({ permId: 78, orderRef: '01K', status: 'Filled', quantity: 0 });
    gateway = await startScratchGateway();
    gateway.answer(16, ({ peer }) =>
      peer.send(openOrder(working), orderStatus(working, 'Submitted', 40, 250.5), [53, 1]),
    );
    gateway.answer(99, ({ peer }) => peer.send(completedOrder(done, 10, 'Filled Size: 10'), [102]));
    gateway.answer(7, ({ fields, peer }) =>
      peer.send(
        execution(Number(fields[2]), working, {
          execId: 'e.1.01',
          time: '20260413 15:27:04',
          shares: 40,
          price: 250.5,
        }),
        commissionReport('e.1.01', 1.25, '1.7976931348623157E308'),
        [55, 1, Number(fields[2])],
      ),
    );
    gateway.answer(61, ({ peer }) => peer.send(position('DU1000001', spy, 40, 250.53), [62, 1]));
    gateway.answer(62, ({ fields, peer }) =>
      peer.send(accountSummary(Number(fields[2]), 'DU1000001', 'NetLiquidation', '1000000.00'), [
        64,
        1,
        Number(fields[2]),
      ]),
    );
    link = linkUnderTest(gateway.port);
    await link.ready();
    expect(link.snapshots[0]).toMatchObject({
      complete: true,
      nextOrderId: 6,
      openOrders: [
        {
          orderId: 5,
          clientId: 7,
          permId: 77,
          orderRef: '01J',
          accountId: 'DU1000001',
          instrumentId: 756733,
          displaySymbol: 'SPY',
          side: 'BUY',
          orderType: 'LMT',
          quantity: 100,
          limitPrice: 250.5,
          stopPrice: null,
          timeInForce: 'DAY',
          outsideRth: false,
          brokerStatus: 'Submitted',
          filledQuantity: 40,
          reason: null,
        },
      ],
      completedOrders: [
        {
          permId: 78,
          orderRef: '01K',
          brokerStatus: 'Filled',
          quantity: 10,
          filledQuantity: 10,
          reason: 'Filled Size: 10',
        },
      ],
      // The time names no zone: that of the connection stands.
      executions: [{ execId: 'e.1.01', quantity: 40, executedAt: '2026-04-13T19:27:04.000Z' }],
      commissions: [{ execId: 'e.1.01', commissionMicros: 1_250_000, realizedPnlMicros: null }],
      positions: [{ accountId: 'DU1000001', quantity: 40, averageCost: 250.53 }],
      accountValues: [
        { accountId: 'DU1000001', tag: 'NetLiquidation', value: '1000000.00', currency: 'USD' },
      ],
    });
    expect(link.ofKind('execution')).toEqual([]);
    expect(link.log.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it('does not wait for ever for the end of executions, and says that it is not complete', async () => {
    gateway = await startScratchGateway();
    gateway.silence(7);
    link = linkUnderTest(gateway.port);
    const started = performance.now();
    await link.ready();
    expect(link.snapshots[0]?.complete).toBe(false);
    expect(performance.now() - started).toBeLessThan(300);
  });

  it('has a deadline for everything else too', async () => {
    gateway = await startScratchGateway();
    gateway.silence(16, 61);
    link = linkUnderTest(gateway.port, { timings: { snapshotMs: 120 } });
    await link.ready();
    expect(link.snapshots[0]?.complete).toBe(false);
    expect(link.log.join('\n')).toContain('did not tell to the end: open orders, positions');
  });

  it('comes again when asked for, without leaving ready', async () => {
    await readyLink();
    link.link.requestSnapshot();
    link.link.requestSnapshot();
    await link.until('it comes', () => link.snapshots.length === 2);
    await pause(20);
    expect(link.snapshots).toHaveLength(2);
    expect(link.states().at(-1)).toBe('ready');
    expect(gateway.ofKind(63)).toHaveLength(1);
  });

  it('lists no ended orders where the rest explains everything, and is complete all the same', async () => {
    await readyLink();
    const heard: number[] = [];
    link.link.requestSnapshot(({ openOrders, executions }) => {
      heard.push(openOrders.length, executions.length);
      return true;
    });
    await link.until('it comes', () => link.snapshots.length === 2);
    expect(heard).toEqual([0, 0]);
    expect(gateway.ofKind(endedOrders)).toHaveLength(1);
    expect(link.snapshots[1]).toMatchObject({ complete: true, completedOrders: [] });
    // The round after it is not told its end by mistake.
    link.link.requestSnapshot();
    await link.until('it comes', () => link.snapshots.length === 3);
    expect(gateway.ofKind(endedOrders)).toHaveLength(2);
    expect(link.snapshots[2]?.complete).toBe(true);
  });

  it('lists them where something is not explained', async () => {
    gateway = await startScratchGateway();
    const ended = scratchOrder({ orderId: 5 });
    gateway.answer(endedOrders, ({ peer }) =>
      peer.send(completedOrder(ended, 0, 'Cancelled'), [102]),
    );
    link = linkUnderTest(gateway.port);
    await link.ready();
    link.link.requestSnapshot(() => false);
    await link.until('it comes', () => link.snapshots.length === 2);
    expect(gateway.ofKind(endedOrders)).toHaveLength(2);
    expect(link.snapshots[1]).toMatchObject({
      complete: true,
      completedOrders: [{ permId: ended.permId }],
    });
  });

  it('lists them where executions never end, for nothing is explained by half of them', async () => {
    gateway = await startScratchGateway();
    gateway.silence(7);
    link = linkUnderTest(gateway.port);
    await link.ready();
    link.link.requestSnapshot(() => true);
    await link.until('it comes', () => link.snapshots.length === 2);
    expect(gateway.ofKind(endedOrders)).toHaveLength(2);
    expect(link.snapshots[1]?.complete).toBe(false);
    expect(link.log.join('\n')).not.toContain('completed orders');
  });

  it('passes on what happens meanwhile, in order', async () => {
    gateway = await startScratchGateway();
    const working = scratchOrder({ orderId: 5 });
    gateway.answer(99, ({ peer }) =>
      peer.send(
        orderStatus(working, 'Submitted', 40, 250),
        execution(-1, working, { execId: 'e.1.01', time: '1583760600', shares: 60, price: 250 }),
        orderStatus(working, 'Filled', 100, 250),
        [102],
      ),
    );
    link = linkUnderTest(gateway.port);
    await link.ready();
    const heard = link.words
      .filter(({ kind }) => ['order-status', 'execution', 'snapshot'].includes(kind))
      .map(({ kind }) => kind);
    expect(heard).toEqual(['order-status', 'execution', 'order-status', 'snapshot']);
    expect(link.snapshots[0]?.executions.map(({ execId }) => execId)).toEqual(['e.1.01']);
  });

  it('of an earlier reconciliation cannot be accepted for a later one', async () => {
    gateway = await startScratchGateway();
    link = linkUnderTest(gateway.port, { accepts: false });
    link.start();
    await link.until('the first', () => link.snapshots.length === 1);
    gateway.peer().send(errorMessage(-1, 1100, 'Lost.'), errorMessage(-1, 1102, 'Restored.'));
    await link.until('the second', () => link.snapshots.length === 2);
    const [first, second] = link.snapshots;
    if (first === undefined || second === undefined) throw new Error('Two were awaited.');
    link.link.acceptSnapshot(first);
    expect(link.status().state).toBe('reconciling');
    link.link.acceptSnapshot(second);
    expect(link.status().state).toBe('ready');
  });
});

describe('orders', () => {
  it('leave with account, reference, time in force and transmit, and nothing left to presets', async () => {
    await readyLink();
    link.link.placeOrder(
      wireOrderOf({ orderId: 1, orderType: 'STP LMT', stopPrice: 251, limitPrice: 251.5 }),
    );
    await link.until('it arrives', () => gateway.ofKind(order).length === 1);
    const { fields } = gateway.ofKind(order)[0] ?? { fields: [] };
    expect(fields.slice(1, 4)).toEqual(['1', '756733', 'SPY']);
    // action, quantity, type, limit price, stop price, time in force, OCA group, account
    expect(fields.slice(16, 24)).toEqual([
      'BUY',
      '100',
      'STP LMT',
      '251.5',
      '251',
      'DAY',
      '',
      'DU1000001',
    ]);
    // open/close, origin, reference, transmit
    expect(fields.slice(24, 28)).toEqual(['', '', wireOrderOf().orderRef, '1']);
  });

  it('are refused for a live account, as are cancels; previews are not', async () => {
    await readyLink({}, { accountIds: ['U1234567'] });
    gateway.answer(order, ({ fields, peer }) =>
      peer.send(
        openOrder(scratchOrder({ orderId: Number(fields[1]) }), { initMarginAfter: 5_000 }),
      ),
    );
    const forLive = wireOrderOf({ accountId: 'U1234567' });
    expect(() => link.link.placeOrder(forLive)).toThrow(LiveAccountError);
    expect(() => link.link.cancelOrder(1)).toThrow(LiveAccountError);
    expect(() => link.link.cancelAllOrders()).toThrow(LiveAccountError);
    await expect(link.link.whatIf(forLive)).resolves.toMatchObject({ initialMarginAfter: 5_000 });
    expect(gateway.ofKind(globalCancel)).toEqual([]);
  });

  it('are refused for an account the gateway does not hold', async () => {
    await readyLink();
    expect(() => link.link.placeOrder(wireOrderOf({ accountId: 'DU2' }))).toThrow(
      UnknownAccountError,
    );
    await expect(link.link.whatIf(wireOrderOf({ accountId: 'DU2' }))).rejects.toThrow(
      UnknownAccountError,
    );
    await pause(10);
    expect(gateway.ofKind(order)).toEqual([]);
  });

  it('that wait when everything is cancelled never leave', async () => {
    await readyLink({ messagesPerSecond: 10 });
    for (let count = 1; count <= 15; count += 1) {
      link.link.placeOrder(wireOrderOf({ orderId: count }));
    }
    const waiting = link.link.pacerStatus().queued.order;
    link.link.cancelAllOrders();
    expect(link.ofKind('order-error')).toEqual([]);
    await link.until('they are told', () => link.ofKind('order-error').length === waiting);
    expect(link.ofKind('order-error').every(({ error }) => error.effect === 'rejected')).toBe(true);
    await link.until('the cancel leaves', () => gateway.ofKind(globalCancel).length === 1, 2_500);
    await pause(1_200);
    expect(gateway.ofKind(order)).toHaveLength(15 - waiting);
    expect(gateway.received.at(-1)?.kind).not.toBe(order);
  });

  it('that wait are asked once more whether they may leave', async () => {
    await readyLink({ messagesPerSecond: 10 });
    let reason: string | null = null;
    for (let count = 1; count <= 15; count += 1) {
      link.link.placeOrder(wireOrderOf({ orderId: count }), () => reason);
    }
    const waiting = link.link.pacerStatus().queued.order;
    expect(waiting).toBeGreaterThan(0);
    reason = 'Trading in SPY is HALTED.';
    await link.until('they are told', () => link.ofKind('order-error').length === waiting, 6_000);
    expect(link.ofKind('order-error').at(-1)?.error).toMatchObject({
      code: 504,
      effect: 'rejected',
      message: 'Not sent. Trading in SPY is HALTED.',
    });
    expect(gateway.ofKind(order)).toHaveLength(15 - waiting);
  });

  it('are refused to whoever hears that the connection has ended', async () => {
    await readyLink({ messagesPerSecond: 10 });
    for (let count = 1; count <= 15; count += 1) {
      link.link.placeOrder(wireOrderOf({ orderId: count }));
    }
    const refusals: unknown[] = [];
    link.onOrderError(() => {
      try {
        link.link.placeOrder(wireOrderOf({ orderId: 99 }));
      } catch (error) {
        refusals.push(error);
      }
    });
    gateway.peer().hangUp();
    await link.until('it is told', () => link.states().includes('down'));
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.every((error) => error instanceof LinkNotReadyError)).toBe(true);
  });

  it('that are cancelled while they wait never leave, and their cancel does not either', async () => {
    await readyLink({ messagesPerSecond: 10 });
    for (let count = 1; count <= 15; count += 1) {
      link.link.placeOrder(wireOrderOf({ orderId: count }));
    }
    link.link.cancelOrder(15);
    await link.until('it is told', () => link.ofKind('order-error').length === 1);
    expect(link.ofKind('order-error')[0]?.error).toMatchObject({
      orderId: 15,
      effect: 'cancelled',
      message: 'Cancelled before it left the desk.',
    });
    expect(gateway.ofKind(cancel)).toEqual([]);
  });

  it('that wait when the broker is lost never leave', async () => {
    await readyLink({ messagesPerSecond: 10 });
    for (let count = 1; count <= 15; count += 1) {
      link.link.placeOrder(wireOrderOf({ orderId: count }));
    }
    const waiting = link.link.pacerStatus().queued.order;
    gateway.peer().send(errorMessage(-1, 1100, 'Lost.'));
    await link.until('they are told', () => link.ofKind('order-error').length === waiting);
    gateway.peer().send(errorMessage(-1, 1102, 'Restored.'));
    await link.until('it is ready', () => link.status().state === 'ready', 6_000);
    expect(gateway.ofKind(order)).toHaveLength(15 - waiting);
  });

  it('tell a rejected order from a refused change', async () => {
    await readyLink();
    const refusal = (id: number, code: number): (string | number)[] =>
      errorMessage(id, code, 'The price does not conform to the minimum price variation.');
    link.link.placeOrder(wireOrderOf({ orderId: 1 }));
    link.link.placeOrder(wireOrderOf({ orderId: 2 }));
    await link.until('both arrive', () => gateway.ofKind(order).length === 2);
    const working = scratchOrder({ orderId: 2 });
    gateway.peer().send(refusal(1, 110), openOrder(working), orderStatus(working, 'Submitted'));
    await link.until('one is rejected', () => link.ofKind('order-error').length === 1);
    await link.until('one works', () => link.ofKind('order-status').length === 1);
    link.link.placeOrder(wireOrderOf({ orderId: 2, limitPrice: 250.001 }));
    await link.until('the change arrives', () => gateway.ofKind(order).length === 3);
    gateway.peer().send(refusal(2, 201), errorMessage(2, 10147, 'OrderId 2 is not found.'));
    await link.until('all is told', () => link.ofKind('order-error').length === 3);
    expect(link.ofKind('order-error').map(({ error }) => [error.orderId, error.effect])).toEqual([
      [1, 'rejected'],
      [2, 'modify-refused'],
      [2, 'unknown-order'],
    ]);
  });

  it('take a warning for what it is', async () => {
    await readyLink();
    link.link.placeOrder(wireOrderOf({ orderId: 1 }));
    gateway
      .peer()
      .send(
        errorMessage(1, 399, 'Order Message: your order will not be placed until 09:30:00.'),
        errorMessage(1, 2109, 'Attribute ignored.'),
        errorMessage(1, 10349, 'Order TIF was set to DAY based on order preset.'),
      );
    await link.until('all are told', () => link.ofKind('order-error').length === 3);
    expect(new Set(link.ofKind('order-error').map(({ error }) => error.effect))).toEqual(
      new Set(['informational']),
    );
  });

  it('get ids above any that the gateway names', async () => {
    await readyLink();
    gateway.peer().send(openOrder(scratchOrder({ orderId: 900, clientId: 3 })));
    await link.until('it is heard', () => link.ofKind('open-order').length === 1);
    expect(link.link.nextOrderId()).toBe(901);
  });
});

describe('previews', () => {
  it('are answered, and are no orders to anybody', async () => {
    await readyLink();
    gateway.answer(order, ({ fields, peer }) => {
      const preview = scratchOrder({ orderId: Number(fields[1]), status: 'PreSubmitted' });
      peer.send(
        errorMessage(preview.orderId, 2161, 'A warning.'),
        openOrder(preview, {
          initMarginAfter: '12500.5',
          initMarginChange: '500',
          commission: 1,
          commissionCurrency: 'USD',
        }),
        orderStatus(preview, 'PreSubmitted'),
      );
    });
    await expect(link.link.whatIf(wireOrderOf())).resolves.toEqual({
      initialMarginAfter: 12_500.5,
      initialMarginChange: 500,
      maintenanceMarginAfter: null,
      equityWithLoanAfter: null,
      commission: 1,
      commissionCurrency: 'USD',
      warning: null,
    });
    await pause(10);
    expect([...link.ofKind('open-order'), ...link.ofKind('order-status')]).toEqual([]);
    expect(link.ofKind('order-error')).toEqual([]);
  });

  it('end with the broker’s refusal, at their deadline, or with the connection', async () => {
    await readyLink();
    gateway.answer(order, ({ fields, peer }) =>
      peer.send(errorMessage(Number(fields[1]), 201, 'Margin.')),
    );
    await expect(link.link.whatIf(wireOrderOf())).rejects.toThrow(BrokerRefusedError);
    gateway.silence(order);
    await expect(link.link.whatIf(wireOrderOf())).rejects.toThrow(RequestTimeoutError);
    const lost = link.link.whatIf(wireOrderOf());
    gateway.peer().hangUp();
    await expect(lost).rejects.toThrow(LinkDroppedError);
    await expect(link.link.whatIf(wireOrderOf())).rejects.toThrow(LinkNotReadyError);
  });

  it('that a gateway takes for real are cancelled at once, and shouted about', async () => {
    await readyLink();
    gateway.answer(order, ({ fields, peer }) =>
      peer.send(openOrder(scratchOrder({ orderId: Number(fields[1]) }))),
    );
    await expect(link.link.whatIf(wireOrderOf())).rejects.toThrow(RequestTimeoutError);
    expect(gateway.ofKind(cancel)).toHaveLength(1);
    expect(link.ofKind('open-order')).toHaveLength(1);
    expect(link.ofKind('notice')[0]).toMatchObject({ severity: 'critical' });
  });
});

describe('instruments', () => {
  it('are found by symbol, each with its details', async () => {
    await readyLink();
    gateway.answer(81, ({ fields, peer }) => peer.send(symbolSamples(Number(fields[1]), [spy])));
    gateway.answer(details, ({ fields, peer }) =>
      peer.send(contractDetails(Number(fields[2]), spy), [52, 1, Number(fields[2])]),
    );
    await expect(link.link.searchInstruments(' SPY ')).resolves.toEqual([
      {
        ...spyInstrument,
        longName: 'SPY long name',
        tradingHours: '20200309:0400-20200309:2000',
        liquidHours: '20200309:0930-20200309:1600',
        sector: null,
      },
    ]);
    expect(gateway.ofKind(81)[0]?.fields[2]).toBe('SPY');
  });

  it('that do not exist are an empty answer; a silent gateway is a failure', async () => {
    await readyLink();
    gateway.answer(details, ({ fields, peer }) =>
      peer.send(errorMessage(Number(fields[2]), 200, 'No security definition has been found.')),
    );
    await expect(link.link.instrumentDetails({ instrumentId: 5 })).resolves.toEqual([]);
    gateway.silence(details);
    await expect(link.link.instrumentDetails({ instrumentId: 5 })).rejects.toThrow(
      RequestTimeoutError,
    );
  });

  it('have one history however often it is asked for', async () => {
    await readyLink();
    gateway.answer(20, ({ fields, peer }) =>
      peer.send(historicalData(Number(fields[1]), [[1_583_760_600, 250]])),
    );
    const wanted = { count: 1, endAt: null, outsideRth: false };
    const asked = [1, 2, 3].map(() => link.link.historicalBars(spyInstrument, '1 min', wanted));
    for (const bars of await Promise.all(asked)) expect(bars).toHaveLength(1);
    await expect(link.link.historicalBars(spyInstrument, '1 min', wanted)).resolves.toHaveLength(1);
    expect(gateway.ofKind(20)).toHaveLength(1);
  });

  it('without history have an empty one', async () => {
    await readyLink();
    gateway.answer(20, ({ fields, peer }) =>
      peer.send(errorMessage(Number(fields[1]), 162, 'HMDS query returned no data: SPY')),
    );
    const wanted = { count: 10, endAt: null, outsideRth: false };
    await expect(link.link.historicalBars(spyInstrument, '1 day', wanted)).resolves.toEqual([]);
    gateway.answer(20, ({ fields, peer }) =>
      peer.send(errorMessage(Number(fields[1]), 162, 'Historical data request pacing violation')),
    );
    await expect(link.link.historicalBars(spyInstrument, '1 hour', wanted)).rejects.toThrow(
      /pacing violation/,
    );
  });
});

describe('quotes and figures', () => {
  it('flow, and are asked for again after data was lost', async () => {
    await readyLink();
    link.link.subscribeQuotes(spyInstrument);
    await link.until('it is asked for', () => gateway.ofKind(quotes).length === 1);
    gateway.peer().send(tickPrice(Number(gateway.ofKind(quotes)[0]?.fields[2]), 1, 250, 300));
    await link.until('a quote', () => link.quotes.length > 0);
    expect(link.quotes[0]).toMatchObject({ instrumentId: 756733, bid: 250 });
    gateway.peer().send(errorMessage(-1, 1101, 'Restored, data lost.'));
    await link.until('it is asked for again', () => gateway.ofKind(quotes).length === 2);
    expect(gateway.ofKind(cancelQuotes)).toHaveLength(1);
    await link.until('ready', () => link.status().state === 'ready');
    expect(link.snapshots).toHaveLength(2);
  });

  it('are put together from every kind of tick', async () => {
    await readyLink();
    link.link.subscribeQuotes(spyInstrument);
    await link.until('it is asked for', () => gateway.ofKind(quotes).length === 1);
    const id = Number(gateway.ofKind(quotes)[0]?.fields[2]);
    gateway
      .peer()
      .send(
        marketDataType(id, 2),
        tickPrice(id, 1, 250, 300),
        tickSize(id, 0, 300),
        tickPrice(id, 2, 250.02, 400),
        tickSize(id, 8, 1_234),
        tickGeneric(id, 49, 1),
      );
    await link.until('all are heard', () => link.quotes.at(-1)?.halted === true);
    expect(link.quotes.at(-1)).toMatchObject({
      bid: 250,
      bidSize: 300,
      ask: 250.02,
      askSize: 400,
      volume: 1_234,
      marketDataType: 'frozen',
      halted: true,
    });
  });

  it('become bars that go on after a reconnect', async () => {
    await readyLink();
    const seen: [number, number][] = [];
    link.link.subscribeBars(spyInstrument, '1 min', (bar) => seen.push([bar.time, bar.close]));
    await link.until('they are asked for', () => gateway.ofKind(20).length === 1);
    const { fields } = gateway.ofKind(20)[0] ?? { fields: [] };
    expect(fields.slice(15, 18)).toEqual(['', '1 min', '3600 S']);
    const id = Number(fields[1]);
    gateway
      .peer()
      .send(
        historicalData(id, [[1_583_760_600, 250]]),
        historicalDataUpdate(id, 1_583_760_660, 251),
      );
    await link.until('both come', () => seen.length === 2);
    expect(seen).toEqual([
      [1_583_760_600, 250],
      [1_583_760_660, 251],
    ]);
  });

  it('name the instrument a notice is about, with what to do', async () => {
    await readyLink();
    link.link.subscribeQuotes(spyInstrument);
    await link.until('it is asked for', () => gateway.ofKind(quotes).length === 1);
    const id = Number(gateway.ofKind(quotes)[0]?.fields[2]);
    gateway.peer().send(errorMessage(id, 354, 'Requested market data is not subscribed.'));
    await link.until('delayed data is asked for', () => gateway.ofKind(59).length === 1);
    expect(gateway.ofKind(59)[0]?.fields[2]).toBe('3');
    expect(link.ofKind('notice')[0]).toMatchObject({ code: 354, instrumentId: 756733 });
    expect(link.ofKind('notice')[0]?.message).toContain('Delayed data is asked for instead');
  });

  it('keep account figures coming', async () => {
    await readyLink();
    expect(gateway.ofKind(6).map(({ fields }) => fields.slice(2))).toEqual([['1', 'DU1000001']]);
    gateway.peer().send(accountValue('DU1000001', 'BuyingPower', '4000000.00'));
    await link.until('it is told', () => link.ofKind('account-value').length === 1);
    expect(link.ofKind('account-value')[0]?.value).toEqual({
      accountId: 'DU1000001',
      tag: 'BuyingPower',
      value: '4000000.00',
      currency: 'USD',
    });
  });

  it('tell the gateway’s time with the heartbeat', async () => {
    await readyLink();
    await link.until('it is told', () => link.ofKind('gateway-time').length > 0);
    expect(link.ofKind('gateway-time')[0]?.at).toBe(1_583_760_600_000);
    expect(link.status().roundTripMs).toBeGreaterThan(0);
  });
});
