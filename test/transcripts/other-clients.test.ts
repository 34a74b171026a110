/**
 * Clients of the official API family, byte by byte: what they send as they connect and as they trade, and that every
 * answer they wait for comes, field by field as they read it.
 */
import { beforeEach, describe, expect, it } from 'vitest';

import {
  bareGateway,
  orderFields,
  type BareGateway,
  type CoreClient,
} from '../../src/simulator/core-client.fixture.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { readFields } from './field-names.ts';

/** Older and newer clients in use: the versions they offer, and the one agreed on. */
const clients = [
  { name: 'ib_insync 0.9', offers: 'v157..176', version: 176 },
  { name: 'ib_async 1', offers: 'v157..178', version: 178 },
  { name: 'ibapi 10.30', offers: 'v100..187', version: 187 },
  { name: '@stoqey/ib 1.6', offers: 'v100..193', version: 193 },
  { name: 'ibapi 10.37', offers: 'v100..213', version: 193 },
] as const;

const account = 'DU1000001';

/** Fields as a client writes them: each ended by a NUL, a length in front. */
function frame(...fields: readonly (string | number)[]): Buffer {
  const body = Buffer.from(fields.map((field) => `${field}\0`).join(''));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

function handshake(offers: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(offers.length);
  return Buffer.concat([Buffer.from('API\0'), length, Buffer.from(offers)]);
}

/** What follows cashQty in a placeOrder: decision makers, hedge, container, discretion, and what is newer. */
function orderTail(version: number): (string | number)[] {
  return [
    '',
    '',
    '',
    '',
    0,
    0,
    0,
    '',
    '',
    '',
    0,
    '',
    '',
    ...(version >= 183 ? [''] : []),
    ...(version >= 184 ? [0] : []),
    ...(version >= 187 && version < 190 ? ['', 2_147_483_647] : []),
    ...(version >= 189 ? [0] : []),
    ...(version >= 192 ? [2_147_483_647] : []),
  ];
}

let clock: VirtualClock;
let gateway: BareGateway;

beforeEach(() => {
  clock = new VirtualClock();
  gateway = bareGateway(clock);
});

/** Connects as a client does: the handshake, the start, and then everything that it waits for at once. */
function synchronise(offers: string, clientId: number): CoreClient {
  const client = gateway.connect();
  client.bytes(handshake(offers));
  client.bytes(frame(71, 2, clientId, ''));
  client.bytes(
    Buffer.concat([
      ...(clientId === 0 ? [frame(15, 1, 1)] : []),
      frame(61, 1),
      frame(5, 1),
      frame(99, 0),
      frame(6, 2, 1, account),
      frame(76, 1, 10_001, account, '', 0),
      frame(7, 3, 10_002, 0, '', '', '', '', '', ''),
    ]),
  );
  return client;
}

/** Ends of: positions, open orders, completed orders, account, account updates of several, executions. */
const ends = { positions: 62, open: 53, completed: 102, account: 54, several: 74, executions: 55 };

describe.each(clients)('$name', ({ offers, version }) => {
  const named = (client: CoreClient, name: string, id: number): Record<string, string>[] =>
    client.of(id).map((fields) => readFields(name, version, fields));

  it.each([0, 1])('connects as client %i and hears every end it waits for, once', (clientId) => {
    const client = synchronise(offers, clientId);
    expect(client.received[0]?.[0]).toBe(String(version));
    expect(client.of(15)).toEqual([['15', '1', account]]);
    expect(client.of(9)).toHaveLength(1);
    expect(Object.values(ends).map((id) => client.of(id).length)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(client.of(74)).toEqual([['74', '1', '10001']]);
    expect(client.of(55)).toEqual([['55', '1', '10002']]);
    expect(client.errors().filter(({ code }) => code < 2100 || code > 2200)).toEqual([]);
  });

  it('takes its bytes in any pieces', () => {
    const client = gateway.connect();
    const stream = Buffer.concat([handshake(offers), frame(71, 2, 5, ''), frame(49, 1)]);
    for (const byte of stream) client.bytes(Buffer.from([byte]));
    expect(client.of(49)).toHaveLength(1);
  });

  it('finds what there was before it connected', () => {
    const before = gateway.client(1, version);
    before.placeOrder(1, { quantity: 10, orderRef: 'first' });
    before.placeOrder(2, { orderType: 'LMT', limitPrice: 150, orderRef: 'second' });
    clock.advance(2000);
    before.disconnect();
    const client = synchronise(offers, 1);
    expect(named(client, 'position', 61)).toMatchObject([
      { account, conId: '756733', symbol: 'SPY', position: '10', strike: '0', right: '' },
    ]);
    expect(named(client, 'openOrder', 5)).toMatchObject([
      { orderId: '2', orderRef: 'second', status: 'Submitted', lmtPrice: '150', account },
    ]);
    expect(named(client, 'completedOrder', 101)).toMatchObject([
      {
        orderRef: 'first',
        status: 'Filled',
        filledQuantity: '10',
        completedStatus: 'Filled Size: 10',
      },
    ]);
    expect(named(client, 'execDetails', 11)).toMatchObject([
      { reqId: '10002', orderId: '1', side: 'BOT', shares: '10', cumQty: '10', orderRef: 'first' },
    ]);
    expect(named(client, 'commissionReport', 59)).toMatchObject([{ currency: 'USD' }]);
    expect(named(client, 'portfolio', 7)).toMatchObject([
      { conId: '756733', position: '10', account },
    ]);
    expect(named(client, 'accountValue', 6).every((value) => value['account'] === account)).toBe(
      true,
    );
    expect(named(client, 'accountUpdateMulti', 73).length).toBeGreaterThan(5);
    expect(client.of(9)).toEqual([['9', '1', '3']]);
  });

  it('trades: an order, a what-if, a change, a fill, a cancel', () => {
    const client = synchronise(offers, 1);
    client.forget();
    client.version = version;
    const place = (orderId: number, order: Parameters<typeof orderFields>[1]): void =>
      client.bytes(
        frame(
          ...[3, orderId, ...orderFields(version, order)].map((field) =>
            typeof field === 'boolean' ? Number(field) : field,
          ),
          ...orderTail(version),
        ),
      );
    place(1, { orderType: 'LMT', limitPrice: 150, quantity: 10, whatIf: true });
    const [preview] = named(client, 'openOrder', 5);
    expect(preview).toMatchObject({ whatIf: '1', commissionCurrency: 'USD', permId: '0' });
    expect(Number(preview?.['initMarginChange'])).toBeGreaterThan(0);
    expect(client.of(3)).toEqual([]);
    client.forget();
    place(1, { orderType: 'LMT', limitPrice: 150, quantity: 10 });
    expect(named(client, 'openOrder', 5)).toMatchObject([{ status: 'Submitted', whatIf: '0' }]);
    expect(named(client, 'orderStatus', 3)).toMatchObject([
      { orderId: '1', status: 'Submitted', filled: '0', remaining: '10', clientId: '1' },
    ]);
    client.forget();
    place(1, { orderType: 'LMT', limitPrice: 295, quantity: 10 });
    clock.advance(2000);
    expect(named(client, 'execDetails', 11)).toMatchObject([{ orderId: '1', shares: '10' }]);
    expect(named(client, 'commissionReport', 59)).toHaveLength(1);
    expect(named(client, 'orderStatus', 3).at(-1)).toMatchObject({ status: 'Filled' });
    client.forget();
    place(2, { orderType: 'LMT', limitPrice: 150, quantity: 10 });
    client.cancelOrder(2);
    expect(named(client, 'orderStatus', 3).at(-1)).toMatchObject({ status: 'Cancelled' });
    expect(named(client, 'error', 4)).toMatchObject([{ reqId: '2', code: '202' }]);
  });

  it('reads contracts and quotes', () => {
    const client = synchronise(offers, 1);
    client.bytes(
      frame(9, 8, 20, 0, 'SPY', 'STK', '', 0, '', '', 'SMART', '', 'USD', '', '', 0, '', '', ''),
    );
    expect(named(client, 'contractDetails', 10)).toMatchObject([
      { reqId: '20', conId: '756733', minTick: '0.01', timeZoneId: 'US/Eastern', minSize: '1' },
    ]);
    client.bytes(
      frame(1, 11, 21, 756733, '', '', '', 0, '', '', 'SMART', '', '', '', '', 0, '', 0, 0, ''),
    );
    clock.advance(2000);
    expect(named(client, 'tickPrice', 1).length).toBeGreaterThan(5);
    expect(named(client, 'tickSize', 2).length).toBeGreaterThan(0);
  });
});
