import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { bareGateway, type BareGateway, type CoreClient } from '../core-client.fixture.ts';
import type { Field } from '../wire/fields.ts';

let clock: VirtualClock;
let gateway: BareGateway;
let client: CoreClient;

beforeEach(() => {
  clock = new VirtualClock();
  gateway = bareGateway(clock);
  client = gateway.client();
  client.forget();
});

const spy = 756733;
const euro = 12087792;
const index = 416904;

function contract(conId: number): Field[] {
  return [conId, '', '', '', 0, '', '', '', '', '', '', ''];
}

const askDepth = (id: number, conId: number, rows = 5, smart = 0): void =>
  client.send(10, 5, id, ...contract(conId), rows, smart, '');
const askBars = (id: number, conId: number, show = 'TRADES'): void =>
  client.send(50, 3, id, ...contract(conId), 5, show, 1, '');
const askTicks = (id: number, conId: number, kind: string, past = 0): void =>
  client.send(97, id, ...contract(conId), kind, past, 0);
const errors = (): [number, number][] => client.errors().map(({ id, code }) => [id, code]);

describe('the book', () => {
  it('comes whole, both sides from the touch outwards, and then as it changes', () => {
    askDepth(5, spy, 3);
    const rows = client.of(12).map((fields) => fields.slice(2).map(Number));
    expect(rows.map((row) => row.slice(0, 4))).toEqual([
      [5, 0, 0, 1],
      [5, 1, 0, 1],
      [5, 2, 0, 1],
      [5, 0, 0, 0],
      [5, 1, 0, 0],
      [5, 2, 0, 0],
    ]);
    const prices = rows.map((row) => row[4] ?? 0);
    const [bid = 0, , , ask = 0] = prices;
    expect(bid).toBeLessThan(ask);
    expect(prices[2]).toBeCloseTo(bid - 0.02, 6);
    expect(prices[5]).toBeCloseTo(ask + 0.02, 6);
    expect(rows.every((row) => (row[5] ?? 0) > 0)).toBe(true);
    client.forget();
    clock.advance(1000);
    expect(new Set(client.of(12).map((fields) => fields[4]))).toEqual(new Set(['1']));
    client.send(11, 1, 5, 0);
    client.forget();
    clock.advance(1000);
    expect(client.received).toEqual([]);
  });

  it('has the quote at its top', () => {
    askDepth(5, spy);
    client.send(1, 11, 6, ...contract(spy), 0, '', 0, 0, '');
    const quoted = client
      .of(1)
      .slice(0, 2)
      .map((fields) => fields.slice(4, 6));
    const top = client.of(12).filter((fields) => fields[3] === '0');
    expect(top.map((fields) => fields.slice(6, 8))).toEqual(quoted);
  });

  it('has what clients asked for among it, and not what they took', () => {
    askDepth(5, spy, 2);
    const rows = (): [number, number][] =>
      client.of(12).map((fields) => [Number(fields[6]), Number(fields[7])]);
    const [bid = [0, 0], , ask = [0, 0], nextAsk = [0, 0]] = rows();
    const other = gateway.client(2);
    other.placeOrder(1, { quantity: 7, orderType: 'LMT', limitPrice: bid[0] });
    other.placeOrder(2, { quantity: ask[1] });
    client.forget();
    askDepth(6, spy, 2);
    expect(rows()[0]).toEqual([bid[0], bid[1] + 7]);
    expect(rows()[2]).toEqual(nextAsk);
  });

  it('of all exchanges names the one each row is of', () => {
    askDepth(5, spy, 1, 1);
    expect(client.of(13).map((fields) => fields[4])).toEqual(['ARCA', 'ARCA']);
    expect(client.of(12)).toEqual([]);
  });

  it('is refused where there is none, twice, or more than three times', () => {
    askDepth(1, index);
    askDepth(2, spy, 0);
    for (const id of [3, 3, 4, 5, 6]) askDepth(id, spy);
    client.send(11, 1, 99, 0);
    expect(errors()).toEqual([
      [1, 321],
      [2, 321],
      [3, 322],
      [6, 309],
      [99, 310],
    ]);
  });
});

describe('real-time bars', () => {
  it('come every five seconds, as history has them', () => {
    askBars(5, spy);
    clock.advance(20_500);
    const bars = client.of(50).map((fields) => fields.slice(3, 9));
    const open = Date.parse('2020-03-09T13:30:00Z') / 1000;
    expect(bars.map(([time]) => Number(time) - open)).toEqual([0, 5, 10, 15]);
    client.send(20, 6, ...contract(spy), 0, '', '5 secs', '30 S', 1, 'TRADES', 2, 0, '');
    const [, , , , , ...history] = client.of(17)[0] ?? [];
    for (const bar of bars) {
      const at = history.indexOf(bar[0] ?? '');
      expect(history.slice(at, at + 6)).toEqual(bar);
    }
    client.send(51, 1, 5);
    client.forget();
    clock.advance(10_000);
    expect(client.received).toEqual([]);
  });

  it('of a currency pair are of its quotes', () => {
    askBars(5, euro);
    askBars(6, euro, 'MIDPOINT');
    askBars(6, euro, 'MIDPOINT');
    askBars(7, spy, 'FEE_RATE');
    client.send(51, 1, 99);
    expect(errors()).toEqual([
      [5, 420],
      [6, 322],
      [7, 321],
      [99, 300],
    ]);
    clock.advance(5000);
    expect(client.of(50)[0]?.[8]).toBe('-1');
  });
});

describe('single ticks', () => {
  it.each([
    ['Last', '1', 9],
    ['AllLast', '2', 9],
    ['BidAsk', '3', 9],
    ['MidPoint', '4', 5],
  ])('of kind %s come as they happen', (kind, type, length) => {
    askTicks(5, spy, kind);
    clock.advance(2000);
    const ticks = client.of(99);
    expect(ticks.length).toBeGreaterThan(2);
    expect(new Set(ticks.map((fields) => fields[2]))).toEqual(new Set([type]));
    expect(ticks.every((fields) => fields.length === length)).toBe(true);
    expect(ticks.every((fields) => Number(fields[4]) > 250)).toBe(true);
    client.send(98, 5);
    client.forget();
    clock.advance(2000);
    expect(client.received).toEqual([]);
  });

  it('are refused for what is not there, twice, or more than five times', () => {
    askTicks(1, euro, 'Last');
    askTicks(2, spy, 'Everything');
    askTicks(3, spy, 'Last', 1001);
    for (const id of [4, 4, 5, 6, 7, 8, 9]) askTicks(id, spy, 'BidAsk');
    client.send(98, 99);
    expect(errors()).toEqual([
      [1, 10189],
      [2, 10189],
      [3, 10189],
      [4, 322],
      [9, 10190],
      [99, 300],
    ]);
  });
});

describe('a lost connection to the exchanges', () => {
  it('stops the streams; only with 1102 do they go on', () => {
    askDepth(5, spy);
    gateway.control.notify(1100);
    client.forget();
    clock.advance(1000);
    expect(client.of(12)).toEqual([]);
    gateway.control.notify(1102);
    clock.advance(1000);
    expect(client.of(12).length).toBeGreaterThan(0);
    gateway.control.notify(1101);
    client.forget();
    clock.advance(1000);
    expect(client.of(12)).toEqual([]);
    askDepth(5, spy);
    expect(client.of(12).length).toBeGreaterThan(0);
  });

  it('of one client ends its streams alone', () => {
    askTicks(5, spy, 'BidAsk');
    const other = gateway.client(2);
    other.send(97, 5, ...contract(spy), 'BidAsk', 0, 0);
    client.disconnect();
    other.forget();
    clock.advance(1000);
    expect(other.of(99).length).toBeGreaterThan(0);
  });
});
