import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { LinkNotReadyError } from '../../src/main/gateway/link-errors.ts';
import { startSimulatedGateway, type SimulatedGateway } from '../../src/simulator/gateway.ts';
import { gatewayTruth } from '../support/gateway-truth.ts';
import { linkUnderTest, wireOrderOf, type LinkUnderTest } from '../support/link-under-test.ts';
import { spyInstrument } from '../support/spy-instrument.ts';
import { pause } from '../support/real-clock.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';

/** Quick enough to notice silence within a test, slow enough not to see it where a busy machine only pauses. */
const heartbeat = { periodMs: 50, lateMs: 250, deadMs: 1_200, stuckMs: 4_000, checkMs: 25 };
/** How long a fault lasts. */
const faultMs = 350;

let gateway: SimulatedGateway;
let proxy: FaultProxy;
let link: LinkUnderTest;
let orders: { orderId: number; orderRef: string }[];
let questions: Promise<unknown>[];

beforeEach(async () => {
  orders = [];
  questions = [];
  gateway = await startSimulatedGateway({ latencyMs: 5, quoteRate: 20, ordersPerSideLimit: null });
  proxy = await startFaultProxy(gateway.port);
  link = linkUnderTest(proxy.port, {
    timings: {
      heartbeat,
      snapshotMs: 3_000,
      handshakeMs: 700,
      tcpConnectMs: 700,
      askMs: 1_000,
    },
  });
});

afterEach(async () => {
  await link.stop();
  await proxy.close();
  await gateway.close();
});

/** Sends one order as a desk does: a new reference, a new id, never the same one again. */
function tryOrder(): void {
  const orderRef = `intent-${orders.length}`;
  try {
    const orderId = link.link.nextOrderId();
    orders.push({ orderId, orderRef });
    const far = { orderRef, orderId, limitPrice: 1, quantity: 1 };
    link.link.placeOrder(wireOrderOf({ ...far, instrument: spyInstrument }));
  } catch (error) {
    // Refused before the link took it: no order, and nothing to look for at the gateway.
    if (!(error instanceof LinkNotReadyError)) throw error;
    orders = orders.filter((order) => order.orderRef !== orderRef);
  }
}

function ask(): void {
  // Never twice the same: the broker's own pacing would let the second wait for fifteen seconds.
  const endAt = Date.UTC(2020, 0, 2 + questions.length);
  const wanted = { count: 3, endAt, outsideRth: false };
  questions.push(
    Promise.allSettled([
      link.link.instrumentDetails({ symbol: 'SPY', secType: 'STK', exchange: 'SMART' }),
      link.link.whatIf(wireOrderOf({ limitPrice: 1, quantity: 1 })),
      link.link.priceIncrements(spyInstrument),
      link.link.historicalBars(spyInstrument, '1 day', wanted),
    ]),
  );
}

/** Trades and asks for a while, in the middle of which the network fails. */
async function workThrough(fail: () => void, mend: () => void): Promise<void> {
  await link.ready();
  link.link.subscribeQuotes(spyInstrument);
  link.link.subscribeBars(spyInstrument, '1 min', () => {});
  const started = performance.now();
  let failed = false;
  for (let turn = 0; performance.now() - started < faultMs + 150; turn += 1) {
    if (!failed && performance.now() - started > 100) {
      failed = true;
      fail();
    }
    if (orders.length < 25) tryOrder();
    if (turn % 4 === 0) ask();
    await pause(20);
  }
  mend();
}

/** What must hold after every fault, whatever it was. */
async function expectSoundness(): Promise<void> {
  await link.until('it is ready again', () => link.status().state === 'ready', 8_000);
  const open = Promise.all(questions).then(() => 'all answered');
  await expect(Promise.race([open, pause(5_000).then(() => 'some hang')])).resolves.toBe(
    'all answered',
  );

  const before = orders.length;
  tryOrder();
  expect(orders).toHaveLength(before + 1);
  const last = orders.at(-1)?.orderId;
  await link.until('a new order works', () =>
    link.ofKind('order-status').some(({ update }) => update.orderId === last),
  );

  const truth = await gatewayTruth(gateway.port);
  const held = [...truth.openOrders, ...truth.completedOrders];
  const refs = held.map(({ orderRef }) => orderRef);
  expect(refs.length).toBeGreaterThan(0);
  expect(refs).toHaveLength(new Set(refs).size);
  expect(new Set(held.map(({ permId }) => permId)).size).toBe(held.length);
  for (const ref of refs) expect(orders.map(({ orderRef }) => orderRef)).toContain(ref);

  // An order of which the link said that it did not leave must not be there.
  const unsent = link
    .ofKind('order-error')
    .filter(({ error }) => error.code === 504)
    .map(({ error }) => orders.find(({ orderId }) => orderId === error.orderId)?.orderRef);
  for (const ref of unsent) expect(refs).not.toContain(ref);

  await link.until('quotes flow', () => {
    const quote = link.quotes.at(-1);
    return quote !== undefined && quote.receivedAt > Date.now() - 1_000;
  });
}

describe('a network that is', () => {
  it('late: the link stays up', async () => {
    await workThrough(
      () => {
        proxy.toGateway({ latencyMs: 30, jitterMs: 20 });
        proxy.toClient({ latencyMs: 30, jitterMs: 20 });
      },
      () => proxy.heal(),
    );
    await expectSoundness();
    expect(proxy.accepted).toBe(1);
    expect(link.states()).not.toContain('down');
  });

  it('narrow: what is asked takes its time', async () => {
    await workThrough(
      () => {
        proxy.toGateway({ bytesPerSecond: 30_000 });
        proxy.toClient({ bytesPerSecond: 60_000 });
      },
      () => proxy.heal(),
    );
    await expectSoundness();
  });

  it('down: the link comes back when it is up', async () => {
    await workThrough(
      () => proxy.down(),
      () => proxy.up(),
    );
    await expectSoundness();
    expect(link.states()).toContain('down');
    expect(proxy.accepted).toBeGreaterThan(1);
  });

  it('silent to the desk: the link finds out and connects anew', async () => {
    await workThrough(
      () => proxy.toClient({ silent: true }),
      () => {},
    );
    await link.until('it has given up', () => link.states().includes('down'), 4_000);
    proxy.heal();
    await expectSoundness();
    expect(link.reasons().join(' ')).toContain('has said nothing');
  });

  it('silent to the gateway: what it held back arrives once, or never', async () => {
    await workThrough(
      () => proxy.toGateway({ silent: true }),
      () => {},
    );
    await link.until('it has given up', () => link.states().includes('down'), 4_000);
    proxy.heal();
    await expectSoundness();
  });

  it('silent for a moment: the link is impaired and goes on where it was', async () => {
    await link.ready();
    link.link.subscribeQuotes(spyInstrument);
    tryOrder();
    proxy.toClient({ silent: true });
    await link.until('it is late', () => link.status().state === 'impaired');
    proxy.heal();
    await expectSoundness();
    expect(proxy.accepted).toBe(1);
  });

  it('resetting: the link connects anew', async () => {
    await workThrough(
      () => proxy.reset(),
      () => proxy.reset(),
    );
    await expectSoundness();
    expect(proxy.accepted).toBeGreaterThan(2);
  });

  it('cutting every message into single bytes: the link does not notice', async () => {
    await workThrough(
      () => {
        proxy.toGateway({ sliceBytes: 1 });
        proxy.toClient({ sliceBytes: 1 });
      },
      () => proxy.heal(),
    );
    await expectSoundness();
    expect(link.log.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it('slow to pass an end on: the link ends its own connections at once', async () => {
    await workThrough(
      () => {
        proxy.toClient({ slowCloseMs: 300 });
        proxy.toGateway({ slowCloseMs: 300 });
        gateway.control.drop();
      },
      () => {},
    );
    await link.until('it has noticed', () => link.states().includes('down'), 4_000);
    proxy.heal();
    await expectSoundness();
  });

  it('gone for a while in the middle of the handshake, again and again', async () => {
    proxy.toClient({ silent: true });
    link.start();
    await link.until('it gives up once', () => link.states().includes('down'), 4_000);
    proxy.reset();
    proxy.toClient({ silent: false, sliceBytes: 3 });
    await link.until('it is ready', () => link.status().state === 'ready', 8_000);
    link.link.subscribeQuotes(spyInstrument);
    await expectSoundness();
  });
});
