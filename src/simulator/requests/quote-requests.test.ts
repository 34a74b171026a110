import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { bareGateway, type CoreClient } from '../core-client.fixture.ts';
import type { SimulatedGatewayOptions } from '../gateway-options.ts';
import type { Field } from '../wire/fields.ts';

const spy = 756733;
const qqq = 320227571;
let clock: VirtualClock;

beforeEach(() => {
  clock = new VirtualClock();
});

function contract(conId: number): Field[] {
  return [conId, '', '', '', 0, '', '', '', '', '', '', ''];
}

function clientOf(
  subscriptions: NonNullable<SimulatedGatewayOptions['subscriptions']>,
): CoreClient {
  const client = bareGateway(clock, { subscriptions }).client();
  client.forget();
  return client;
}

const wantType = (client: CoreClient, type: number): void => client.send(59, 1, type);
const watch = (client: CoreClient, id: number, generic = '', snapshot = 0): void =>
  client.send(1, 11, id, ...contract(spy), 0, generic, snapshot, 0, '');
const codes = (client: CoreClient): number[] => client.errors().map(({ code }) => code);
/** Tick ids of all prices and sizes so far. */
const ticks = (client: CoreClient): number[] => [
  ...new Set([...client.of(1), ...client.of(2)].map((fields) => Number(fields[3]))),
];
const dataTypes = (client: CoreClient): string[] => client.of(58).map((fields) => fields[3] ?? '');

describe('without a live subscription', () => {
  it('live data is refused, and delayed data offered', () => {
    const client = clientOf('delayed');
    for (const type of [1, 2]) {
      wantType(client, type);
      watch(client, type);
    }
    clock.advance(5000);
    expect(codes(client)).toEqual([10089, 10089]);
    expect(client.errors()[0]?.text).toContain('Delayed market data is available.');
    expect(ticks(client)).toEqual([]);
  });

  it.each([3, 4])('delayed data of type %i is shown, and said to be it', (type) => {
    const client = clientOf('delayed');
    wantType(client, type);
    watch(client, 5);
    expect(codes(client)).toEqual([10167]);
    expect(dataTypes(client)).toEqual(['3']);
    expect(ticks(client).toSorted((a, b) => a - b)).toEqual([66, 67, 68, 72, 73, 74, 75, 76]);
    client.forget();
    clock.advance(10_000);
    expect(client.of(1).length).toBeGreaterThan(3);
    expect(ticks(client).every((tick) => tick >= 66)).toBe(true);
  });

  it('delayed prices are those of a quarter of an hour ago', () => {
    const live = clientOf('all');
    watch(live, 5);
    const first = live.of(1).find((fields) => fields[3] === '1');
    const later = bareGateway(clock, { subscriptions: 'delayed' }).client();
    clock.advance(15 * 60_000);
    wantType(later, 3);
    watch(later, 5);
    const delayed = later.of(1).find((fields) => fields[3] === '66');
    // The side of the last trade is drawn anew with each tick: one tick of price either way.
    expect(Math.abs(Number(delayed?.[4]) - Number(first?.[4]))).toBeLessThanOrEqual(0.011);
  });

  it('a snapshot is delayed too', () => {
    const client = clientOf('delayed');
    wantType(client, 3);
    watch(client, 5, '', 1);
    expect(client.of(57)).toEqual([['57', '1', '5']]);
    expect(ticks(client)).toContain(66);
  });

  it('ticks that need none stay: the line is there and hears of halts', () => {
    const client = clientOf('delayed');
    watch(client, 5, '236');
    clock.advance(5000);
    expect(codes(client)).toEqual([10090]);
    expect(client.of(45)).toEqual([['45', '6', '5', '49', '0']]);
    expect(ticks(client)).toEqual([]);
    client.send(2, 1, 5);
    expect(codes(client)).toEqual([10090]);
  });

  it('nor a delayed one, nothing is shown', () => {
    const client = clientOf('none');
    watch(client, 1);
    wantType(client, 3);
    watch(client, 2);
    clock.advance(5000);
    expect(codes(client)).toEqual([10168, 354]);
    expect(ticks(client)).toEqual([]);
  });
});

describe('what needs a live subscription is refused without one:', () => {
  it.each([
    ['real-time bars', [50, 3, 5, ...contract(spy), 5, 'TRADES', 1, ''], 420],
    ['single ticks', [97, 5, ...contract(spy), 'BidAsk', 0, 0], 10189],
    ['depth', [10, 5, 5, ...contract(spy), 5, 0, ''], 354],
    ['bars', [20, 5, ...contract(spy), 0, '', '1 min', '300 S', 1, 'TRADES', 1, 0, ''], 162],
    [
      'past ticks',
      [96, 5, ...contract(spy), 0, '', '20200309-13:30:00', 9, 'TRADES', 1, 0, ''],
      162,
    ],
  ])('%s', (_, request, code) => {
    const client = clientOf('delayed');
    wantType(client, 3);
    client.send(...request);
    expect(client.errors()).toMatchObject([{ id: 5, code }]);
  });
});

describe('with a live subscription', () => {
  it.each([1, 2, 3, 4])('data is live whatever type is asked for: %i', (type) => {
    const client = clientOf('all');
    wantType(client, type);
    watch(client, 5);
    expect(dataTypes(client)).toEqual(['1']);
    expect(ticks(client)).toContain(1);
  });

  it('there is no fifth type', () => {
    const client = clientOf('all');
    wantType(client, 5);
    expect(codes(client)).toEqual([321]);
  });
});

describe('while another session has the market data', () => {
  it('every line is told and silent, a new one too, until that session ends', () => {
    const gateway = bareGateway(clock);
    const client = gateway.client();
    watch(client, 5);
    client.forget();
    gateway.control.inject({ kind: 'competing-session', forMs: 5000 });
    watch(client, 6);
    expect(client.errors().map(({ id, code }) => [id, code])).toEqual([
      [5, 10197],
      [6, 10197],
    ]);
    clock.advance(4000);
    expect(ticks(client)).toEqual([]);
    clock.advance(3000);
    expect(new Set(client.of(1).map((fields) => fields[2]))).toEqual(new Set(['5', '6']));
  });
});

describe('a halt', () => {
  it('is told to the lines there are and to those that come', () => {
    const gateway = bareGateway(clock);
    const client = gateway.client();
    const halts = (id: number): (string | undefined)[] =>
      client
        .of(45)
        .filter((fields) => fields[2] === String(id) && fields[3] === '49')
        .map((fields) => fields[4]);
    watch(client, 5);
    gateway.control.inject({ kind: 'halt', symbol: 'SPY', forMs: 5000 });
    watch(client, 6);
    clock.advance(6000);
    watch(client, 7);
    expect([halts(5), halts(6), halts(7)]).toEqual([['0', '1', '0'], ['1', '0'], ['0']]);
  });

  it('stops the quotes and trades of the instrument and of no other; a new line has what it stands at', () => {
    const gateway = bareGateway(clock);
    const client = gateway.client();
    const prices = (id: number): string[] =>
      client
        .of(1)
        .filter((fields) => fields[2] === String(id))
        .map((fields) => `${fields[3]} ${fields[4]}`);
    watch(client, 5);
    client.send(1, 11, 6, ...contract(qqq), 0, '', 0, 0, '');
    client.send(97, 8, ...contract(spy), 'BidAsk', 0, 0);
    clock.advance(3000);
    const stoodAt = new Map(prices(5).map((each) => [each.split(' ')[0], each]));
    expect(client.of(99).length).toBeGreaterThan(0);
    gateway.control.inject({ kind: 'halt', symbol: 'SPY', forMs: 5000 });
    client.forget();
    gateway.control.inject({ kind: 'tick-burst', symbol: 'SPY', count: 20 });
    clock.advance(3000);
    expect(prices(5)).toEqual([]);
    expect(client.of(99)).toEqual([]);
    expect(prices(6).length).toBeGreaterThan(0);
    watch(client, 7);
    for (const shown of prices(7)) expect(stoodAt.get(shown.split(' ')[0])).toBe(shown);
    expect(prices(7).length).toBeGreaterThan(2);
    clock.advance(3000);
    expect(prices(5).length).toBeGreaterThan(0);
    expect(client.of(99).length).toBeGreaterThan(0);
  });
});

describe('bulletins', () => {
  it('come to those who asked, earlier ones only on request, and stop when cancelled', () => {
    const gateway = bareGateway(clock);
    const [all, later, none] = [gateway.client(1), gateway.client(2), gateway.client(3)];
    const texts = (client: CoreClient): string[] => client.of(14).map((fields) => fields[4] ?? '');
    gateway.control.inject({ kind: 'halt', symbol: 'SPY', forMs: 1000 });
    all.send(12, 1, 1);
    later.send(12, 1, 0);
    clock.advance(2000);
    expect(texts(all)).toEqual(['Trading in SPY is halted.', 'Trading in SPY goes on.']);
    expect(texts(later)).toEqual(['Trading in SPY goes on.']);
    expect(texts(none)).toEqual([]);
    later.send(13, 1);
    later.forget();
    gateway.control.inject({ kind: 'halt', symbol: 'SPY', forMs: 1000 });
    expect(texts(later)).toEqual([]);
  });
});

describe('generic ticks', () => {
  it('tell of trades, of what can be borrowed and of the mark', () => {
    const client = clientOf('all');
    watch(client, 5, '221, 233,236,293,375');
    const generic = (): Map<string, string> =>
      new Map([...client.of(45), ...client.of(46)].map((f) => [f[3] ?? '', f[4] ?? '']));
    expect(generic().get('46')).toBe('3');
    expect(ticks(client)).toEqual(expect.arrayContaining([37, 89]));
    clock.advance(5000);
    const [price, size, time, volume] = (generic().get('48') ?? '').split(';');
    expect([price, size, time, volume].every((part) => Number(part) > 0)).toBe(true);
    expect(generic().get('77')).toBe(generic().get('48'));
    expect(Number(generic().get('54'))).toBeGreaterThan(0);
  });

  it('that do not exist are refused by name, and so are any with a snapshot', () => {
    const client = clientOf('all');
    watch(client, 5, '233,999');
    watch(client, 6, '233', 1);
    expect(codes(client)).toEqual([321, 321]);
    expect(client.errors()[0]?.text).toContain('Incorrect generic tick list of 999.');
  });
});
