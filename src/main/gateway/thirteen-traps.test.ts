import { EventName, IBApi, OrderAction, OrderType } from '@stoqey/ib';
import { afterEach, describe, expect, it } from 'vitest';

import {
  linkUnderTest,
  wireOrderOf,
  type LinkTestOptions,
  type LinkUnderTest,
} from '../../../test/support/link-under-test.ts';
import { spyInstrument } from '../../../test/support/spy-instrument.ts';
import { eventually, pause } from '../../../test/support/real-clock.ts';
import {
  startScratchGateway,
  type ReceivedMessage,
  type ScratchGateway,
  type ScratchGatewayOptions,
} from '../../../test/support/scratch-gateway.ts';
import {
  contractDetails,
  errorMessage,
  historicalData,
  openOrder,
  orderStatus,
  scratchOrder,
  spy,
  tickPrice,
} from '../../../test/support/scratch-messages.ts';
import { BrokerRefusedError, LinkNotReadyError } from './link-errors.ts';
import { firstRequestId } from './request-ids.ts';

/**
 * The thirteen behaviours of the client library that the link must not inherit. "bare" tests show the library alone
 * falling into a trap, so that an upgrade which mends it is noticed; the others show the link closing it.
 */
const kind = {
  order: 3,
  cancel: 4,
  details: 9,
  historicalData: 20,
  currentTime: 49,
  globalCancel: 58,
  startApi: 71,
} as const;

const open: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.stop();
});

async function gatewayWith(options: Partial<ScratchGatewayOptions> = {}): Promise<ScratchGateway> {
  const gateway = await startScratchGateway(options);
  open.push({ stop: () => gateway.close() });
  return gateway;
}

function linkTo(gateway: ScratchGateway, options: LinkTestOptions = {}): LinkUnderTest {
  const link = linkUnderTest(gateway.port, options);
  open.push(link);
  return link;
}

function bareLibrary(gateway: ScratchGateway, maxReqPerSec = 40): IBApi {
  const settings = { host: '127.0.0.1', port: gateway.port, clientId: 7, maxReqPerSec };
  const api = new IBApi(settings);
  open.push({
    stop: () => {
      api.removeAllListeners();
      if (api.isConnected) api.disconnect();
      return Promise.resolve();
    },
  });
  return api;
}

async function bareReady(api: IBApi): Promise<void> {
  let ready = false;
  api.once(EventName.nextValidId, () => {
    ready = true;
  });
  api.connect(7);
  await eventually('the bare library is connected', () => ready);
}

const bareOrder = {
  action: OrderAction.BUY,
  totalQuantity: 1,
  orderType: OrderType.LMT,
  lmtPrice: 1,
  transmit: true,
};

/** The library's private parts, to show what happens in them without ending this process. */
function partOf(owner: object, part: string): object {
  const found: unknown = Reflect.get(owner, part);
  if (typeof found !== 'object' || found === null) throw new Error(`There is no ${part}.`);
  return found;
}

function callOn(owner: object, method: string, ...values: unknown[]): void {
  const found: unknown = Reflect.get(owner, method);
  if (typeof found !== 'function') throw new Error(`There is no ${method}.`);
  Reflect.apply(found, owner, values);
}

/** The most messages within any one second, as the gateway saw them arrive. */
function busiestSecond(messages: readonly ReceivedMessage[]): number {
  return Math.max(
    0,
    ...messages.map(
      (first) =>
        messages.filter((other) => other.at >= first.at && other.at < first.at + 1_000).length,
    ),
  );
}

describe('trap 1: an order given while disconnected waits for the next connection', () => {
  it('bare: it is sent on connecting', async () => {
    const gateway = await gatewayWith();
    const api = bareLibrary(gateway);
    api.placeOrder(1, { conId: spy.conId }, bareOrder);
    await bareReady(api);
    await eventually('the old order is sent', () => gateway.ofKind(kind.order).length > 0);
    expect(gateway.ofKind(kind.order)).toHaveLength(1);
  });

  it('the link refuses it unless ready and sends nothing later', async () => {
    const gateway = await gatewayWith();
    const link = linkTo(gateway, { accepts: false });
    expect(() => link.link.placeOrder(wireOrderOf())).toThrow(LinkNotReadyError);
    link.start();
    await link.until('a snapshot', () => link.snapshots.length === 1);
    expect(() => link.link.placeOrder(wireOrderOf())).toThrow(/reconciling/);
    expect(() => link.link.nextOrderId()).toThrow(LinkNotReadyError);
    link.accept();
    expect(link.status().state).toBe('ready');
    await pause(30);
    expect(gateway.ofKind(kind.order)).toEqual([]);
  });
});

describe('trap 2: what the limiter still holds enters the next session', () => {
  it('bare: requests of the first connection arrive on the second', async () => {
    const gateway = await gatewayWith();
    const api = bareLibrary(gateway, 20);
    await bareReady(api);
    for (let count = 0; count < 12; count += 1) api.reqCurrentTime();
    gateway.peer().hangUp();
    await eventually('the drop is seen', () => !api.isConnected);
    const before = gateway.ofKind(kind.currentTime).length;
    await bareReady(api);
    await pause(150);
    expect(gateway.ofKind(kind.currentTime).length).toBeGreaterThan(before);
  });

  it('the link empties its queue on a drop, says so of each order, and never sends them', async () => {
    const gateway = await gatewayWith();
    const link = linkTo(gateway, { messagesPerSecond: 10 });
    await link.ready();
    for (let count = 1; count <= 12; count += 1) {
      link.link.placeOrder(wireOrderOf({ orderId: link.link.nextOrderId() }));
    }
    const waiting = link.link.pacerStatus().queued.order;
    expect(waiting).toBeGreaterThan(3);
    gateway.peer().hangUp();
    await link.until('the drop is seen', () => link.states().includes('down'));
    const unsent = link.ofKind('order-error').map(({ error }) => error);
    expect(unsent).toHaveLength(waiting);
    expect(unsent[0]).toMatchObject({ effect: 'rejected', code: 504 });
    const down = link.words.findIndex(
      ({ kind: word, ...rest }) =>
        word === 'link' && 'status' in rest && rest.status.state === 'down',
    );
    expect(link.words.findLastIndex((word) => word.kind === 'order-error')).toBeLessThan(down);
    await link.until('a second connection is ready', () => link.status().state === 'ready');
    await pause(150);
    expect(gateway.ofKind(kind.order).filter(({ peer }) => peer === gateway.peer())).toEqual([]);
    expect(gateway.ofKind(kind.order).length).toBeLessThanOrEqual(12 - waiting);
  });
});

describe('trap 3: a cancel waits behind everything that was asked before it', () => {
  it('bare: the cancel comes last', async () => {
    const gateway = await gatewayWith();
    const api = bareLibrary(gateway, 50);
    await bareReady(api);
    for (let count = 0; count < 12; count += 1) api.reqCurrentTime();
    api.cancelOrder(5);
    await eventually('the cancel comes', () => gateway.ofKind(kind.cancel).length === 1);
    expect(gateway.received.at(-1)?.kind).toBe(kind.cancel);
    expect(gateway.ofKind(kind.currentTime)).toHaveLength(12);
  });

  it('the link sends it at once, past a full queue, with room kept for it', async () => {
    const gateway = await gatewayWith();
    gateway.silence(kind.details);
    const link = linkTo(gateway);
    await link.ready();
    const asked = Array.from({ length: 60 }, () =>
      link.link.instrumentDetails({ instrumentId: 1 }).catch((error: unknown) => error),
    );
    expect(link.link.pacerStatus().queued.account).toBeGreaterThan(20);
    const before = performance.now();
    link.link.cancelOrder(5);
    link.link.cancelAllOrders();
    await link.until('both cancels arrive', () => gateway.ofKind(kind.globalCancel).length === 1);
    expect(performance.now() - before).toBeLessThan(200);
    expect(gateway.ofKind(kind.cancel)).toHaveLength(1);
    expect(link.link.pacerStatus().queued.account).toBeGreaterThan(20);
    await link.stop();
    await Promise.all(asked);
  });
});

describe('trap 4: the limiter lets more through than it is told', () => {
  it('bare: told 45, it sends more in a second', async () => {
    const gateway = await gatewayWith();
    const api = bareLibrary(gateway, 45);
    await bareReady(api);
    let busiest = 0;
    // A machine that is busy otherwise can slow a burst down; another one then shows it.
    for (let burst = 1; burst <= 4 && busiest <= 45; burst += 1) {
      for (let count = 0; count < 60; count += 1) api.reqCurrentTime();
      const sent = burst * 60;
      await eventually('sixty arrive', () => gateway.ofKind(kind.currentTime).length === sent);
      busiest = busiestSecond(gateway.received);
    }
    expect(busiest).toBeGreaterThan(45);
  });

  it('the link stays well below fifty, and the library in it never queues', async () => {
    const gateway = await gatewayWith();
    const link = linkTo(gateway);
    await link.ready();
    for (let count = 0; count < 60; count += 1) {
      link.link.placeOrder(wireOrderOf({ orderId: link.link.nextOrderId() }));
    }
    await link.until('sixty orders arrive', () => gateway.ofKind(kind.order).length === 60);
    expect(busiestSecond(gateway.received)).toBeLessThan(50);
  });

  it('with pacing lifted nothing holds a burst back, the library included', async () => {
    const gateway = await gatewayWith();
    const link = linkTo(gateway, { messagesPerSecond: null });
    await link.ready();
    const before = performance.now();
    for (let count = 0; count < 500; count += 1) {
      link.link.placeOrder(wireOrderOf({ orderId: link.link.nextOrderId() }));
    }
    await link.until('all arrive', () => gateway.ofKind(kind.order).length === 500);
    expect(performance.now() - before).toBeLessThan(900);
  });
});

describe('trap 5: messages without an id are not errors to the library', () => {
  it('bare: 1100 comes as info, and the error event stays silent', async () => {
    const gateway = await gatewayWith();
    const api = bareLibrary(gateway);
    const infos: number[] = [];
    const errors: number[] = [];
    api.on(EventName.info, (_message, code) => infos.push(code));
    api.on(EventName.error, (_error: Error, code: number) => errors.push(code));
    await bareReady(api);
    gateway.peer().send(errorMessage(-1, 1100, 'Connectivity has been lost.'));
    await eventually('it is heard', () => infos.length === 1);
    expect({ infos, errors }).toEqual({ infos: [1100], errors: [] });
  });

  it.each([-1, 0])('the link hears 1100 with id %i', async (id) => {
    const gateway = await gatewayWith();
    const link = linkTo(gateway);
    await link.ready();
    gateway.peer().send(errorMessage(id, 1100, 'Connectivity has been lost.'));
    await link.until('it is impaired', () => link.status().state === 'impaired');
    expect(link.ofKind('notice').map(({ code }) => code)).toEqual([1100]);
  });
});

describe('trap 6: a peer that says nothing is never noticed', () => {
  const heartbeat = { periodMs: 20, lateMs: 60, deadMs: 160, stuckMs: 900, checkMs: 10 };

  it('the link is late, then dead, then connects again', async () => {
    const gateway = await gatewayWith();
    const link = linkTo(gateway, { timings: { heartbeat } });
    await link.ready();
    gateway.silence(kind.currentTime);
    await link.until('it is impaired', () => link.states().includes('impaired'));
    expect(() => link.link.placeOrder(wireOrderOf())).toThrow(LinkNotReadyError);
    await link.until('it gives the connection up', () => link.states().includes('down'));
    expect(link.reasons().find((reason) => reason.includes('said nothing'))).toBeDefined();
    await link.until('it connects again', () => gateway.peers.length >= 2);
  });

  it('comes back by itself when the gateway was only late', async () => {
    const gateway = await gatewayWith();
    const link = linkTo(gateway, { timings: { heartbeat } });
    await link.ready();
    let held: ReceivedMessage | null = null;
    gateway.answer(kind.currentTime, (message) => {
      held = message;
    });
    await link.until('it is impaired', () => link.status().state === 'impaired');
    gateway.answer(kind.currentTime, ({ peer }) => peer.send([49, 1, 1_583_760_600]));
    const late = held ?? gateway.received.at(-1);
    late?.peer.send([49, 1, 1_583_760_600]);
    await link.until('it is ready', () => link.status().state === 'ready');
    expect(gateway.peers).toHaveLength(1);
    expect(link.snapshots).toHaveLength(1);
  });
});

describe('trap 7: a handshake can hang, and "connected" comes too early', () => {
  it('the link gives up on a gateway that never answers, and says what to look at', async () => {
    const gateway = await gatewayWith({ serverVersion: null });
    const link = linkTo(gateway, { timings: { handshakeMs: 40 } });
    link.start();
    await link.until('two attempts', () => gateway.peers.length >= 2);
    const down = link.ofKind('link').find(({ status }) => status.state === 'down');
    expect(down?.status.reason).toContain('did not answer the handshake');
    expect(down?.status.advice.join(' ')).toContain('accept the connection');
    expect(down?.status.nextAttemptAt).not.toBeNull();
  });

  it('the link asks nothing before it has its order ids, and does not wait for them for ever', async () => {
    const gateway = await gatewayWith({ namesIds: false });
    const link = linkTo(gateway, { timings: { identifyMs: 60 } });
    link.start();
    await link.until('it gives up', () => link.states().includes('down'));
    expect(link.reasons().some((reason) => reason.includes('no order ids'))).toBe(true);
    expect(gateway.received.every((message) => message.kind === kind.startApi)).toBe(true);
  });

  it('the link gives up on a port that accepts nothing', async () => {
    const gateway = await gatewayWith();
    await gateway.close();
    const link = linkTo(gateway);
    link.start();
    await link.until('it says so', () => link.states().includes('down'));
    const status = link.ofKind('link').find((word) => word.status.state === 'down')?.status;
    expect(status?.reason).toContain('Cannot connect');
    expect(status?.advice.join(' ')).toContain('Enable ActiveX and Socket Clients');
    await link.until('it tries again', () => link.status().attempt >= 3);
  });
});

describe('trap 8: a client id in use is retried ten times a second for ever', () => {
  function refuseBelow(gateway: ScratchGateway, firstFree: number): void {
    gateway.answer(kind.startApi, ({ fields, peer }) => {
      if (Number(fields[2]) >= firstFree) {
        peer.send([15, 1, 'DU1000001'], [9, 1, 1]);
        return;
      }
      peer.send(errorMessage(-1, 326, 'Unable to connect as the client id is already in use.'));
      peer.hangUp();
    });
  }

  it('the link takes the next id and says so', async () => {
    const gateway = await gatewayWith();
    refuseBelow(gateway, 9);
    const link = linkTo(gateway);
    await link.ready();
    expect(gateway.ofKind(kind.startApi).map(({ fields }) => fields[2])).toEqual(['7', '8', '9']);
    expect(link.status()).toMatchObject({ state: 'ready', clientId: 9 });
    expect(link.reasons()).toContain('Client id 7 is in use; trying 8.');
    expect(link.status().advice.join(' ')).toContain('usual client id');
  });

  it('the link waits long when all are taken', async () => {
    const gateway = await gatewayWith();
    refuseBelow(gateway, 100);
    const link = linkTo(gateway, { timings: { backoff: { firstMs: 5, longestMs: 30_000 } } });
    link.start();
    await link.until('all are tried', () =>
      link.reasons().includes('Client ids 7 to 11 are all in use.'),
    );
    await pause(80);
    expect(gateway.ofKind(kind.startApi)).toHaveLength(5);
    expect(link.status().nextAttemptAt).not.toBeNull();
  });
});

describe('trap 9: the client id drifts over reconnects', () => {
  it('the link starts every session with its own', async () => {
    const gateway = await gatewayWith();
    const link = linkTo(gateway, { clientId: 31 });
    await link.ready();
    for (let count = 2; count <= 4; count += 1) {
      gateway.peer().hangUp();
      await link.until(
        `connection ${count}`,
        () => gateway.peers.length === count && link.status().state === 'ready',
      );
    }
    expect(gateway.ofKind(kind.startApi).map(({ fields }) => fields[2])).toEqual([
      '31',
      '31',
      '31',
      '31',
    ]);
  });
});

describe('trap 10: a healthy socket is dropped when the broker is away', () => {
  it.each([1100, 2110])('the link keeps it on %i and reconciles on it afterwards', async (code) => {
    const gateway = await gatewayWith();
    const link = linkTo(gateway);
    await link.ready();
    gateway.peer().send(errorMessage(-1, code, 'Connectivity is broken.'));
    await link.until('it is impaired', () => link.status().state === 'impaired');
    expect(() => link.link.placeOrder(wireOrderOf())).toThrow(LinkNotReadyError);
    link.link.cancelOrder(5);
    await link.until('a cancel still leaves', () => gateway.ofKind(kind.cancel).length === 1);
    gateway.peer().send(errorMessage(-1, 1102, 'Connectivity has been restored.'));
    await link.until('it is ready again', () => link.status().state === 'ready');
    expect(link.states()).toEqual([
      'connecting',
      'handshaking',
      'reconciling',
      'ready',
      'impaired',
      'reconciling',
      'ready',
    ]);
    expect(link.snapshots).toHaveLength(2);
    expect(gateway.peers).toHaveLength(1);
  });
});

describe('trap 11: request ids collide with order ids', () => {
  it('the link keeps them apart, so that an error finds its owner', async () => {
    const gateway = await gatewayWith({ nextOrderId: 1 });
    gateway.answer(kind.details, ({ fields, peer }) =>
      peer.send(errorMessage(Number(fields[2]), 321, 'Error validating request.')),
    );
    const link = linkTo(gateway);
    await link.ready();
    link.link.placeOrder(wireOrderOf({ orderId: link.link.nextOrderId() }));
    await expect(link.link.instrumentDetails({ instrumentId: 5 })).rejects.toThrow(
      BrokerRefusedError,
    );
    expect(link.ofKind('order-error')).toEqual([]);
    const requestId = Number(gateway.ofKind(kind.details)[0]?.fields[2]);
    expect(requestId).toBeGreaterThanOrEqual(firstRequestId);
    expect(Number(gateway.ofKind(kind.order)[0]?.fields[1])).toBeLessThan(firstRequestId);
  });

  it('the link does not start when order ids have grown into its range', async () => {
    const gateway = await gatewayWith({ nextOrderId: firstRequestId });
    const link = linkTo(gateway);
    link.start();
    await link.until('it says so', () => link.states().includes('down'));
    expect(
      link.ofKind('link').find(({ status }) => status.state === 'down')?.status.advice,
    ).toEqual([expect.stringContaining('Reset API order ID sequence')]);
  });
});

describe('trap 12: what a listener or a decoder throws ends the process', () => {
  it('bare: malformed reject details throw inside the socket event', () => {
    const api = new IBApi({ host: '127.0.0.1', port: 1, maxReqPerSec: 40 });
    const controller = partOf(api, 'controller');
    Reflect.set(partOf(controller, 'socket'), '_serverVersion', 193);
    callOn(controller, 'onMessage', [
      '4',
      '2',
      '5',
      '201',
      'Order rejected',
      '{"rejects": [broken',
    ]);
    expect(() => callOn(controller, 'processIngressQueue')).toThrow(SyntaxError);
  });

  it('the link tells the rejection all the same', async () => {
    const gateway = await gatewayWith();
    const link = linkTo(gateway);
    await link.ready();
    link.link.placeOrder(wireOrderOf({ orderId: 5 }));
    gateway.peer().send(errorMessage(5, 201, 'Order rejected', '{"rejects": [broken'));
    await link.until('the rejection comes', () => link.ofKind('order-error').length === 1);
    expect(link.ofKind('order-error')[0]?.error).toMatchObject({
      orderId: 5,
      code: 201,
      effect: 'rejected',
    });
    expect(link.log.join('\n')).toContain('{"rejects": [broken');
  });

  it('the link survives a message that cannot be read, goes on, and asks for everything again', async () => {
    const gateway = await gatewayWith();
    const link = linkTo(gateway);
    await link.ready();
    const order = scratchOrder({ orderId: 5 });
    // A count that is no number, and behind it in the same packet a message that must not be lost with it.
    gateway.peer().send([79, 1, 'many'], orderStatus(order, 'Submitted'));
    await link.until('the next message is heard', () => link.ofKind('order-status').length === 1);
    await link.until('it reconciles', () => link.snapshots.length === 2);
    expect(link.ofKind('notice').map(({ code }) => code)).toEqual([505]);
    expect(link.status().state).toBe('ready');
  });

  it('the link hangs up on a peer that does not speak the protocol', async () => {
    const gateway = await gatewayWith({ serverVersion: null });
    const link = linkTo(gateway);
    link.start();
    await link.until('TCP stands', () => link.status().state === 'handshaking');
    gateway.peer().sendBytes(Uint8Array.of(0xff, 0xff, 0xff, 0xfc, 1, 2, 3));
    await link.until('it hangs up', () => link.states().includes('down'));
    expect(link.reasons().join(' ')).toContain('does not speak the TWS protocol');
  });

  it('the link survives a listener of its owner that throws', async () => {
    const gateway = await gatewayWith();
    const link = linkTo(gateway);
    await link.ready();
    link.link.subscribeBars(spyInstrument, '1 min', () => {
      throw new Error('a screen fell over');
    });
    await link.until('bars are asked for', () => gateway.ofKind(kind.historicalData).length === 1);
    const id = Number(gateway.ofKind(kind.historicalData)[0]?.fields[1]);
    gateway.peer().send(historicalData(id, [[1_583_760_600, 250]]));
    await link.until('it is logged', () => link.log.join('\n').includes('a screen fell over'));
    expect(link.status().state).toBe('ready');
  });
});

describe('trap 13: a long frame stops the desk', () => {
  const day = 86_400;
  const lastDay = 1_583_712_000;

  it('the link asks for history in pieces, from the end backwards', async () => {
    const gateway = await gatewayWith();
    let answered = 0;
    gateway.answer(kind.historicalData, ({ fields, peer }) => {
      const bars = Array.from({ length: 252 }, (_, index): [number, number] => [
        lastDay - (answered * 252 + 251 - index) * day,
        100 + index,
      ]);
      answered += 1;
      peer.send(historicalData(Number(fields[1]), bars));
    });
    const link = linkTo(gateway);
    await link.ready();
    const bars = await link.link.historicalBars(spyInstrument, '1 day', {
      count: 600,
      endAt: null,
      outsideRth: false,
    });
    expect(bars).toHaveLength(600);
    expect(bars.every((bar, index) => index === 0 || bar.time > (bars[index - 1]?.time ?? 0))).toBe(
      true,
    );
    expect(bars.at(-1)?.time).toBe(lastDay);
    const asked = gateway.ofKind(kind.historicalData).map(({ fields }) => [fields[15], fields[17]]);
    expect(asked).toEqual([
      ['', '1 Y'],
      ['20190702-00:00:00', '1 Y'],
      ['20181023-00:00:00', '1 Y'],
    ]);
  });

  it('bare and linked alike decode quickly what one piece holds', async () => {
    const gateway = await gatewayWith();
    gateway.answer(kind.historicalData, ({ fields, peer }) => {
      const bars = Array.from({ length: 960 }, (_, index): [number, number] => [
        lastDay + index * 60,
        100,
      ]);
      peer.send(historicalData(Number(fields[1]), bars));
    });
    const link = linkTo(gateway);
    await link.ready();
    const started = performance.now();
    const bars = await link.link.historicalBars(spyInstrument, '1 min', {
      count: 390,
      endAt: null,
      outsideRth: true,
    });
    expect(bars).toHaveLength(390);
    expect(performance.now() - started).toBeLessThan(250);
  });
});

describe('host and port', () => {
  it('come from the link, never from the environment', async () => {
    const gateway = await gatewayWith();
    process.env['IB_HOST'] = '192.0.2.1';
    process.env['IB_PORT'] = '9';
    try {
      const link = linkTo(gateway);
      await link.ready();
      gateway.peer().send(contractDetails(1, spy), tickPrice(1, 1, 1), openOrder(scratchOrder({})));
      expect(link.status().port).toBe(gateway.port);
    } finally {
      delete process.env['IB_HOST'];
      delete process.env['IB_PORT'];
    }
  });
});
