import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { bareGateway, type BareGateway } from '../core-client.fixture.ts';

let clock: VirtualClock;
let gateway: BareGateway;

beforeEach(() => {
  clock = new VirtualClock();
  gateway = bareGateway(clock);
});

describe('the handshake', () => {
  it.each([
    [176, 176],
    [178, 178],
    [187, 187],
    [193, 193],
    [222, 193],
  ])('with a client that knows up to %i agrees on %i', (asked, agreed) => {
    const client = gateway.connect();
    client.shakeHands(asked);
    expect(client.received).toEqual([[String(agreed), '20200309 09:30:00 US/Eastern']]);
  });

  it('says accounts, the next id and the farms, in that order', () => {
    const client = gateway.client(7);
    expect(client.received.slice(1).map(([id]) => id)).toEqual(['15', '9', '4', '4', '4']);
    expect(client.of(15)).toEqual([['15', '1', 'DU1000001']]);
    expect(client.errors().map(({ id, code }) => [id, code])).toEqual([
      [-1, 2104],
      [-1, 2106],
      [-1, 2158],
    ]);
  });

  it('takes connect options after the versions', () => {
    const client = gateway.connect();
    const text = 'v100..193 +PACEAPI';
    client.bytes(
      Buffer.concat([Buffer.from(`API\0\0\0\0`), Buffer.from([text.length]), Buffer.from(text)]),
    );
    expect(client.received[0]?.[0]).toBe('193');
  });

  it.each([
    ['only older protocols', 'v100..150'],
    ['only newer protocols', 'v200..222'],
    ['no versions', 'hello'],
    ['nonsense', 'v..'],
  ])('sends away a client that offers %s, and says why', (_, text) => {
    const client = gateway.connect();
    client.bytes(
      Buffer.concat([Buffer.from(`API\0\0\0\0`), Buffer.from([text.length]), Buffer.from(text)]),
    );
    expect(client.isClosed).toBe(true);
    expect(gateway.notices[0]).toContain(`it asked for protocol '${text}'`);
  });

  it('gives up on a client that says nothing', () => {
    const client = gateway.connect();
    clock.advance(10_000);
    expect(client.isClosed).toBe(true);
  });

  it('never lets two clients use one id, and frees it when its client goes', () => {
    const first = gateway.client(3);
    const second = gateway.client(3);
    expect(second.errors()).toMatchObject([{ id: -1, code: 326 }]);
    expect(second.isClosed).toBe(true);
    first.disconnect();
    expect(gateway.client(3).of(9)).toHaveLength(1);
  });

  it('takes 32 clients and no more', () => {
    for (let id = 0; id < 32; id += 1) gateway.client(id);
    expect(gateway.connect().events).toBeNull();
  });
});

describe('bad input', () => {
  it('of another protocol ends that connection alone', () => {
    const good = gateway.client(1);
    const bad = gateway.connect();
    bad.bytes(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    expect(bad.isClosed).toBe(true);
    expect(gateway.notices[0]).toContain('does not begin with the mark of the TWS API');
    good.send(49, 1);
    expect(good.of(49)).toHaveLength(1);
  });

  it('in the first message is answered with an error and an end', () => {
    const client = gateway.connect();
    client.shakeHands(193);
    client.send(71, 2, 'first', '');
    expect(client.errors()).toMatchObject([{ code: 320 }]);
    expect(client.isClosed).toBe(true);
  });

  it.each([
    ['an unknown request', [250, 1], -1, 321],
    ['a request that is not a number', ['x'], -1, 320],
    ['a request cut short', [9, 8, 55], 55, 320],
    ['a word for an id', [1, 11, 'abc', 265598], -1, 320],
    ['a word for a conId', [1, 11, 12, 'abc'], 12, 320],
    ['an order cut short', [3, 9, 0, 'SPY', 'STK'], 9, 320],
    ['a cancel without an id', [4], -1, 320],
    ['a request that is not simulated', [22, 44, 0], 44, 321],
  ])('%s gets an error, and the session goes on', (_, fields, id, code) => {
    const client = gateway.client(1);
    client.forget();
    client.send(...fields);
    expect(client.errors().map((error) => [error.id, error.code])).toEqual([[id, code]]);
    client.send(49, 1);
    expect(client.of(49)).toHaveLength(1);
  });

  it('never brings the gateway down, whatever is sent as any request', () => {
    const client = gateway.client(1);
    for (let id = 0; id < 110; id += 1) {
      for (const filler of ['', '0', '1', 'x', '-1', '9'.repeat(30), 'ü\u{1F600}']) {
        client.send(id, ...Array.from({ length: 140 }, () => filler));
      }
    }
    expect(gateway.notices).toEqual([]);
    client.forget();
    client.send(49, 1);
    expect(client.of(49)).toHaveLength(1);
  });
});

describe('the rate limit', () => {
  it('sends a client away with error 100 after 50 messages in a second', () => {
    const limited = bareGateway(clock, { messagesPerSecondLimit: 50 });
    const client = limited.client(1);
    for (let i = 0; i < 49; i += 1) client.send(49, 1);
    expect(client.isClosed).toBe(false);
    client.send(49, 1);
    expect(client.errors().at(-1)).toMatchObject({ id: -1, code: 100 });
    expect(client.isClosed).toBe(true);
  });

  it('counts a sliding second', () => {
    const limited = bareGateway(clock, { messagesPerSecondLimit: 50 });
    const client = limited.client(1);
    for (let i = 0; i < 500; i += 1) {
      clock.advance(21);
      client.send(49, 1);
    }
    expect(client.isClosed).toBe(false);
  });

  it('can be lifted', () => {
    const client = gateway.client(1);
    for (let i = 0; i < 500; i += 1) client.send(49, 1);
    expect(client.of(49)).toHaveLength(500);
  });
});

it('drops a client that does not read', () => {
  const client = gateway.client(1);
  client.unread = 100 * 1024 * 1024;
  client.send(49, 1);
  expect(client.isClosed).toBe(true);
});

it('counts order ids for each client and keeps them while it is away', () => {
  const client = gateway.client(1);
  client.placeOrder(41, { quantity: 1 });
  client.disconnect();
  expect(gateway.client(1).of(9)).toEqual([['9', '1', '42']]);
  const other = gateway.client(2);
  expect(other.of(9)).toEqual([['9', '1', '1']]);
  other.forget();
  other.send(8, 1, 1);
  expect(other.of(9)).toEqual([['9', '1', '1']]);
});
