import { beforeEach, describe, expect, it } from 'vitest';

import {
  simulatorFaultSchema,
  type SimulatorFaultInput,
  type SimulatorFaultKind,
} from '#shared/domain/simulator-fault.ts';

import { VirtualClock } from '../../test/support/virtual-clock.ts';
import { bareGateway, type BareGateway, type CoreClient } from './core-client.fixture.ts';
import { GatewayOptionsError } from './gateway-options.ts';

const spyLine = [756733, '', '', '', 0, '', '', '', '', '', '', '', 0, '', 0, 0, ''] as const;

/** reqHistoricalData after its id: one day of SPY in bars of an hour. */
const spyContract = [756733, 'SPY', 'STK', '', 0, '', '', 'SMART', '', 'USD', 'SPY', ''] as const;
const spyDay = [...spyContract, 0, '', '1 hour', '1 D', 1, 'TRADES', 1, 0, ''] as const;

let clock: VirtualClock;
let gateway: BareGateway;
let client: CoreClient;

beforeEach(() => {
  clock = new VirtualClock();
  gateway = bareGateway(clock);
  client = gateway.client();
  client.send(1, 11, 5, ...spyLine);
  client.forget();
});

function inject(fault: SimulatorFaultInput): void {
  gateway.control.inject(fault);
}

function sentences(): string[] {
  return gateway.control.status().recent.map(({ sentence }) => sentence);
}

function codes(): number[] {
  return client.errors().map(({ code }) => code);
}

function fillOne(): void {
  client.placeOrder(1, { quantity: 10 });
  clock.advance(250);
}

describe('connections', () => {
  it('of one client or of all are dropped', () => {
    const other = gateway.client(2);
    inject({ kind: 'drop', clientId: 2 });
    expect([client.isClosed, other.isClosed]).toEqual([false, true]);
    inject({ kind: 'drop' });
    expect(client.isClosed).toBe(true);
    expect(gateway.control.clients()).toEqual([]);
    expect(gateway.client(1).isClosed).toBe(false);
  });

  it('are refused for a while', () => {
    inject({ kind: 'refuse-connections', forMs: 5000 });
    expect(gateway.connect().events).toBeNull();
    clock.advance(5000);
    expect(gateway.connect().events).not.toBeNull();
    expect(client.isClosed).toBe(false);
  });

  it('are silent for a while, and then hear what was held back', () => {
    inject({ kind: 'silence', forMs: 6000 });
    client.send(49, 1);
    clock.advance(5000);
    const late = gateway.connect();
    late.shakeHands(193);
    expect([...client.received, ...late.received]).toEqual([]);
    clock.advance(1000);
    expect(client.of(49)).toHaveLength(1);
    expect(late.received).toHaveLength(1);
  });

  it('stay silent until the last silence is over', () => {
    inject({ kind: 'silence', forMs: 1000 });
    inject({ kind: 'silence', forMs: 3000 });
    clock.advance(2000);
    client.send(49, 1);
    expect(client.received).toEqual([]);
    clock.advance(1000);
    expect(client.of(49)).toHaveLength(1);
  });

  it('that are half open are read and lose every answer, and break in the end', () => {
    const other = gateway.client(2);
    inject({ kind: 'half-open', clientId: 1, forMs: 3000 });
    client.placeOrder(1, { quantity: 10 });
    other.send(49, 1);
    clock.advance(2999);
    expect(client.received).toEqual([]);
    expect(other.of(49)).toHaveLength(1);
    expect(gateway.control.executions()).toHaveLength(1);
    expect(gateway.client(1).errors()).toMatchObject([{ code: 326 }]);
    clock.advance(1);
    expect([client.isClosed, other.isClosed]).toEqual([true, false]);
  });

  it('are read slowly for a while', () => {
    inject({ kind: 'slow-reader', bytesPerSecond: 10, forMs: 60_000 });
    client.send(49, 1);
    clock.advance(800);
    expect(client.of(49)).toEqual([]);
    clock.advance(300);
    expect(client.of(49)).toHaveLength(1);
    client.send(49, 1);
    gateway.control.clear(null);
    expect(client.of(49)).toHaveLength(2);
  });

  it('close and stay closed while the gateway restarts', () => {
    client.placeOrder(1, { orderType: 'LMT', limitPrice: 200 });
    inject({ kind: 'restart', forMs: 5000 });
    expect(client.isClosed).toBe(true);
    expect(gateway.connect().events).toBeNull();
    clock.advance(5000);
    const again = gateway.client(1);
    again.send(5, 1);
    expect(again.of(5)).toHaveLength(1);
    expect(sentences()).toEqual([
      'The gateway is back after its restart.',
      'The gateway restarts; it is back after 5 s.',
    ]);
  });

  it('hear of a new port and end', () => {
    inject({ kind: 'port-reset', port: 4005 });
    expect(client.errors()).toMatchObject([{ id: -1, code: 1300 }]);
    expect(client.errors()[0]?.text).toMatch(/Please reconnect on the new port - 4005$/);
    expect(client.isClosed).toBe(true);
    expect(gateway.control.status().port).toBe(4005);
  });
});

describe('connectivity', () => {
  it.each([
    [true, 1101, 0],
    [false, 1102, 1],
  ])('that is lost, with its data lost: %s, comes back with %i', (dataLost, code, atLeast) => {
    inject({ kind: 'connectivity-lost', dataLost, forMs: 3000 });
    clock.advance(2999);
    expect(client.of(1)).toEqual([]);
    clock.advance(1001);
    expect(codes()).toEqual([1100, code]);
    expect(Math.min(1, client.of(1).length)).toBe(atLeast);
  });

  it('is announced as it is by a notice alone', () => {
    inject({ kind: 'notice', code: 2107 });
    inject({ kind: 'notice', code: 2110, message: 'Soon.' });
    expect(client.errors()).toEqual([
      {
        id: -1,
        code: 2107,
        text: 'HMDS data farm connection is inactive but should be available upon demand.ushmds',
      },
      { id: -1, code: 2110, text: 'Soon.' },
    ]);
    clock.advance(1000);
    expect(client.of(1).length).toBeGreaterThan(0);
  });
});

describe('market data', () => {
  it('stops with its farm and goes on', () => {
    inject({ kind: 'farm-down', forMs: 2000 });
    clock.advance(1999);
    expect(client.of(1)).toEqual([]);
    clock.advance(1001);
    expect(codes()).toEqual([2103, 2104]);
    expect(client.of(1).length).toBeGreaterThan(0);
  });

  it('may stay dead after its farm, until a line is asked for anew', () => {
    inject({ kind: 'farm-down', deadAfter: true, forMs: 2000 });
    clock.advance(4000);
    expect(client.received.map(([id]) => id)).toEqual(['4', '4']);
    client.send(2, 1, 5);
    client.send(1, 11, 6, ...spyLine);
    client.forget();
    clock.advance(2000);
    expect(client.of(1).length).toBeGreaterThan(0);
    expect(client.of(1).every(([, , id]) => id === '6')).toBe(true);
  });

  it.each([
    ['history', 2105, 2106],
    ['definitions', 2157, 2158],
  ] as const)('goes on without the farm of %s', (farm, down, up) => {
    inject({ kind: 'farm-down', farm, forMs: 2000 });
    clock.advance(2000);
    expect(codes()).toEqual([down, up]);
    expect(client.of(1).length).toBeGreaterThan(0);
  });

  it('of the past is not to be had without its farm', () => {
    inject({ kind: 'farm-down', farm: 'history', forMs: 2000 });
    const ask = (requestId: number): void => client.send(20, requestId, ...spyDay);
    ask(31);
    expect(client.errors().at(-1)).toMatchObject({ id: 31, code: 162 });
    clock.advance(2000);
    ask(32);
    expect(client.of(17)).toHaveLength(1);
  });

  it('dies without a word', () => {
    inject({ kind: 'dead-feed' });
    clock.advance(5000);
    expect(client.received).toEqual([]);
  });

  it('is taken by a competing session and given back', () => {
    inject({ kind: 'competing-session', forMs: 2000 });
    clock.advance(1999);
    expect(client.errors()).toMatchObject([{ id: 5, code: 10197 }]);
    expect(client.of(1)).toEqual([]);
    clock.advance(1001);
    expect(client.of(1).length).toBeGreaterThan(0);
  });

  it('comes in a burst', () => {
    inject({ kind: 'tick-burst', count: 2500 });
    expect(client.received.length).toBeGreaterThan(2500);
  });
});

describe('messages', () => {
  it('come late for a while', () => {
    inject({ kind: 'delay', messages: 'orders', delayMs: 700, forMs: 1000 });
    client.placeOrder(1, { orderType: 'LMT', limitPrice: 200 });
    clock.advance(699);
    expect(client.of(5)).toEqual([]);
    clock.advance(1);
    expect(client.of(5)).toHaveLength(1);
  });

  it('come twice', () => {
    inject({ kind: 'duplicate', messages: 'executions', count: 2 });
    fillOne();
    expect(client.of(11)).toHaveLength(2);
    expect(client.of(59)).toHaveLength(2);
    expect(client.of(11)[0]).toEqual(client.of(11)[1]);
  });

  it('come after what follows them', () => {
    inject({ kind: 'reorder', messages: 'executions' });
    fillOne();
    const order = client.received.filter(([id]) => id === '11' || id === '5').map(([id]) => id);
    expect(order.indexOf('11')).toBeGreaterThan(order.indexOf('5'));
  });

  it.each(['bad-length', 'bad-count', 'cut-off', 'bad-reject-text'] as const)(
    'are broken: %s',
    (shape) => {
      const bytes: Buffer[] = [];
      const other = gateway.client(2);
      other.onBytes = (piece) => bytes.push(piece);
      inject({ kind: 'malformed-frame', shape, clientId: 2 });
      const sent = Buffer.concat(bytes);
      const announced = sent.readUInt32BE(0);
      const isWhole = announced === sent.length - 4;
      expect(isWhole).toBe(shape === 'bad-count' || shape === 'bad-reject-text');
      expect(other.isClosed).toBe(shape === 'cut-off');
      expect(client.isClosed).toBe(false);
    },
  );
});

describe('orders', () => {
  it('vanish', () => {
    inject({ kind: 'swallow-order', count: 2 });
    client.placeOrder(1, { quantity: 10 });
    expect(gateway.control.status().active).toMatchObject([
      { fault: { kind: 'swallow-order', count: 1 }, endsAt: null },
    ]);
    client.placeOrder(2, { quantity: 10 });
    expect(client.received).toEqual([]);
    expect(gateway.control.orders()).toEqual([]);
    client.placeOrder(3, { quantity: 10 });
    expect(gateway.control.orders()).toHaveLength(1);
    expect(sentences()[0]).toBe('Orders arrive again.');
  });

  it('work without being acknowledged', () => {
    inject({ kind: 'lose-acknowledgement' });
    client.placeOrder(1, { orderType: 'LMT', limitPrice: 200, orderRef: 'lost' });
    expect(client.received).toEqual([]);
    expect(gateway.control.orders()).toMatchObject([{ orderRef: 'lost', status: 'Submitted' }]);
    client.send(5, 1);
    expect(client.of(5)[0]).toContain('lost');
  });

  it('are refused with any error', () => {
    inject({ kind: 'reject-order', code: 201, message: 'Order rejected - reason:because' });
    client.placeOrder(1, { quantity: 10 });
    expect(client.errors()).toEqual([
      { id: 1, code: 201, text: 'Order rejected - reason:because' },
    ]);
    expect(gateway.control.orders()).toEqual([]);
  });

  it('are refused as read-only, cancels too, for a while', () => {
    client.placeOrder(1, { orderType: 'LMT', limitPrice: 200 });
    client.forget();
    inject({ kind: 'read-only', forMs: 1000 });
    client.placeOrder(2, { quantity: 10 });
    client.cancelOrder(1);
    client.send(58, 1, '', '', 2_147_483_647);
    expect(client.errors().map(({ id, code }) => [id, code])).toEqual([
      [2, 321],
      [1, 321],
      [-1, 321],
    ]);
    expect(client.errors()[0]?.text).toContain('Read-Only');
    clock.advance(1000);
    client.cancelOrder(1);
    expect(codes()).toContain(202);
  });

  it('are never taken by a gateway that is read-only, and what-if is no exception', () => {
    const readOnly = bareGateway(clock, { readOnly: true });
    const reader = readOnly.client();
    reader.placeOrder(1, { quantity: 10 });
    reader.placeOrder(2, { quantity: 10, whatIf: true });
    expect(reader.errors().filter(({ code }) => code === 321)).toHaveLength(2);
    expect(readOnly.control.orders()).toEqual([]);
  });

  it('wait while nothing trades', () => {
    inject({ kind: 'pause-fills', forMs: 2000 });
    client.placeOrder(1, { quantity: 10 });
    clock.advance(1999);
    expect(gateway.control.executions()).toEqual([]);
    clock.advance(501);
    expect(gateway.control.executions()).toMatchObject([{ quantity: 10, side: 'BUY' }]);
  });

  it('wait while their instrument is halted, and clients are told', () => {
    inject({ kind: 'halt', symbol: 'SPY', forMs: 2000 });
    client.placeOrder(1, { quantity: 10 });
    clock.advance(1999);
    expect(gateway.control.executions()).toEqual([]);
    clock.advance(1);
    expect(gateway.control.executions()).toHaveLength(1);
    expect(client.of(45).map((fields) => fields.slice(-2))).toEqual([
      ['49', '1'],
      ['49', '0'],
    ]);
  });

  it('fill with their execution after their status', () => {
    inject({ kind: 'late-fill' });
    client.placeOrder(1, { quantity: 10 });
    expect(client.statuses(1)).toContain('Filled');
    expect(client.of(11)).toEqual([]);
    clock.advance(100);
    expect(client.of(11)).toHaveLength(1);
  });

  it('have their latest execution corrected, and then taken back', () => {
    fillOne();
    const [before] = gateway.control.executions();
    inject({ kind: 'correct', percent: -1 });
    inject({ kind: 'bust' });
    const ids = client.of(11).map((fields) => fields.find((text) => /\.\d\d\.\d\d$/.test(text)));
    expect(ids.map((id) => id?.slice(0, -2))).toEqual(
      Array.from({ length: ids.length }, () => before?.execId.slice(0, -2)),
    );
    expect(ids.map((id) => id?.slice(-2))).toEqual(['01', '02', '03']);
  });

  it.each(['bust', 'correct'] as const)('without an execution cannot have a %s', (kind) => {
    expect(() => inject({ kind })).toThrow('Let an order fill first.');
    expect(gateway.control.status()).toMatchObject({ active: [], recent: [] });
  });
});

describe('the world', () => {
  it('has its prices shocked', () => {
    clock.advance(1000);
    client.forget();
    inject({ kind: 'price-shock', symbol: 'SPY', percent: -10 });
    clock.advance(250);
    const bid = client.of(1).find(([, , , field]) => field === '1');
    expect(Number(bid?.[4])).toBeLessThan(260);
  });

  it('is shocked from the next tick on: a stop that arrives before does not trade at the price of before', () => {
    // With an order in its book an instrument is told of every tick, and shows the price of the latest until the next.
    client.placeOrder(1, { quantity: 1, orderType: 'LMT', limitPrice: 200 });
    clock.advance(1000);
    inject({ kind: 'price-shock', symbol: 'SPY', percent: 10 });
    client.placeOrder(2, { quantity: 1, orderType: 'STP', stopPrice: 300 });
    clock.advance(1000);
    const [stopped] = gateway.control.executions();
    expect(stopped?.price).toBeGreaterThan(300);
  });

  it('has its clock jump, and not its market', () => {
    const before = gateway.control.simulatedTime();
    inject({ kind: 'clock-jump', seconds: -3600 });
    client.send(49, 1);
    expect(Number(client.of(49)[0]?.[2])).toBe(before / 1000 - 3600);
    expect(gateway.control.simulatedTime()).toBe(before);
  });
});

describe('every fault', () => {
  const kinds: readonly SimulatorFaultKind[] = simulatorFaultSchema.options.map(
    ({ shape }) => shape.kind.value,
  );

  it.each(kinds)('of kind %s can be started as it is, is told, and can be ended', (kind) => {
    fillOne();
    const fault = simulatorFaultSchema.parse({ kind });
    inject(fault);
    const { active, recent } = gateway.control.status();
    const endsAt = 'forMs' in fault ? clock.now() + fault.forMs : null;
    const stays = 'forMs' in fault || ('count' in fault && kind !== 'tick-burst');
    expect(active).toEqual(stays ? [{ faultId: 1, fault, endsAt }] : []);
    gateway.control.clear(1);
    expect(gateway.control.status().active).toEqual([]);
    const told = gateway.control.status().recent.length - recent.length;
    expect([recent.length > 0, told]).toEqual([true, stays ? 1 : 0]);
  });

  it('that is not well formed is refused in words', () => {
    expect(() => inject({ kind: 'delay', delayMs: -1 })).toThrow(GatewayOptionsError);
    expect(() => inject({ kind: 'halt', symbol: 'NOSUCH' })).toThrow(
      'There is no instrument NOSUCH in the simulated market.',
    );
    expect(gateway.control.status()).toMatchObject({ active: [], recent: [] });
  });

  it('leaves no timer behind when the gateway closes', () => {
    client.placeOrder(2, { quantity: 10 });
    client.placeOrder(3, { quantity: 10 });
    for (const kind of kinds) inject(simulatorFaultSchema.parse({ kind }));
    gateway.close();
    expect(clock.pendingCount).toBe(0);
  });
});
