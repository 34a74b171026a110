import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { bareGateway, type BareGateway, type CoreClient } from '../core-client.fixture.ts';
import type { GatewayState } from './gateway-state.ts';
import { StateFile } from './state-file.ts';

let folder: string;
let stateFile: string;
let clock: VirtualClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gateway-state-'));
  stateFile = join(folder, 'practice', 'gateway.json');
  clock = new VirtualClock();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(): GatewayState {
  const state = new StateFile(stateFile, () => {}).read();
  if (state === null) throw new Error('There is no saved state.');
  return state;
}

function start(): BareGateway {
  return bareGateway(clock, { stateFile, speed: 60 });
}

describe('the gateway’s saved state', () => {
  it('brings back accounts, working orders, executions, ids and the time', () => {
    const first = start();
    const client = first.client();
    client.placeOrder(1, { quantity: 10, orderRef: 'bought' });
    client.placeOrder(2, {
      quantity: 5,
      orderType: 'LMT',
      limitPrice: 200,
      timeInForce: 'GTC',
      orderRef: 'waits',
    });
    clock.advance(30_000);
    const time = first.control.simulatedTime();
    const orders = first.control.orders();
    first.close();

    const second = start();
    expect(second.control.orders()).toEqual(orders);
    expect(second.control.executions()).toMatchObject([{ orderRef: 'bought', quantity: 10 }]);
    expect(Math.abs(second.control.simulatedTime() - time)).toBeLessThan(20_000);
    const back = second.client();
    expect(back.of(9)).toEqual([['9', '1', '3']]);
    back.forget();
    back.send(61, 1);
    expect(back.of(61)[0]?.at(-2)).toBe('10');
    back.cancelOrder(2);
    expect(back.statuses(2)).toEqual(['Cancelled']);
    back.placeOrder(3, { quantity: 1 });
    const [old, cancelled, fresh] = second.control.orders().map(({ permId }) => permId);
    expect(fresh).toBeGreaterThan(Math.max(old ?? 0, cancelled ?? 0));
  });

  it('brings back a bracket, whose children still wait for their parent', () => {
    const first = start();
    const client = first.client();
    client.placeOrder(1, { quantity: 10, orderType: 'LMT', limitPrice: 200, timeInForce: 'GTC' });
    const child = { action: 'SELL', quantity: 10, parentId: 1, timeInForce: 'GTC' };
    client.placeOrder(2, { ...child, orderType: 'TRAIL', trailingPercent: 2 });
    first.close();
    const second = start();
    const back = second.client();
    back.send(5, 1);
    expect(back.of(3).map((fields) => [fields[2], fields[10]])).toEqual([
      ['Submitted', ''],
      ['PreSubmitted', 'child,trigger'],
    ]);
    back.cancelOrder(1);
    expect(back.statuses(2).at(-1)).toBe('Cancelled');
  });

  it('brings back money in every currency, options, later futures, and what is kept free for orders', () => {
    const first = start();
    const client = first.client();
    const named = (localSymbol: string): number => {
      const found = first.market.instruments.find((each) => each.localSymbol === localSymbol);
      if (found === undefined) throw new Error(`There is no ${localSymbol}.`);
      return found.conId;
    };
    client.placeOrder(1, { conId: named('EUR.USD'), quantity: 20_000 });
    client.placeOrder(2, { conId: named('SPY   200417C00290000'), quantity: 2 });
    client.placeOrder(3, { conId: named('MESU0'), quantity: 1 });
    client.placeOrder(4, {
      quantity: 100,
      orderType: 'LMT',
      limitPrice: 200,
      timeInForce: 'GTC',
    });
    clock.advance(5000);
    const asked = (of: CoreClient, tag: string): string[] => {
      of.forget();
      of.send(62, 1, 9, 'All', tag);
      of.send(63, 1, 9);
      return of.of(63).map((fields) => fields.slice(4).join(' '));
    };
    const cashOf = (of: CoreClient): string[] =>
      asked(of, '$LEDGER:ALL').filter((line) => /^(CashBalance|Currency) (?!BASE)/.test(line));
    const cash = cashOf(client);
    const figures = asked(client, 'InitMarginReq');
    expect(cash).toContain('CashBalance 20000.00 EUR');
    first.close();

    const back = start().client();
    back.send(61, 1);
    const held = back.of(61).map((fields) => Number(fields.at(-2)));
    expect(held.toSorted((a, b) => a - b)).toEqual([1, 2, 20_000]);
    const usd = (lines: string[]): number[] => lines.map((line) => Number(line.split(' ')[1]));
    expect(cashOf(back).filter((line) => line.startsWith('CashBalance'))).toEqual(
      cash.filter((line) => line.startsWith('CashBalance')),
    );
    // The market has moved on by what passed in between, and nothing else has.
    const [before = 0] = usd(figures);
    const [after = 0] = usd(asked(back, 'InitMarginReq'));
    expect(Math.abs(after / before - 1)).toBeLessThan(0.02);
  });

  it('of a version that knew dollars alone is read', () => {
    const first = start();
    first.client().placeOrder(1, { quantity: 5 });
    first.close();
    const older = readFileSync(stateFile, 'utf8')
      .replace(/"cash":\[\["USD",(\d+)\]\]/, '"cashMicros":$1')
      .replaceAll(/"commissionCurrency":"USD",/g, '');
    expect(older).toContain('cashMicros');
    writeFileSync(stateFile, older);
    const second = start();
    expect(second.notices).toEqual([]);
    const client = second.client();
    client.forget();
    client.send(62, 1, 9, 'All', '$LEDGER');
    const [, , , , , balance] = client.of(63).find((fields) => fields[4] === 'CashBalance') ?? [];
    expect(Number(balance)).toBeLessThan(1_000_000);
    expect(Number(balance)).toBeGreaterThan(998_000);
  });

  it('of a version that knew fewer kinds of order is read', () => {
    const first = start();
    first.client().placeOrder(1, { quantity: 5, orderType: 'LMT', limitPrice: 200 });
    first.close();
    const older = readFileSync(stateFile, 'utf8')
      .replaceAll(/"(trail|goodTill|waitsFor|trailStop)":null,/g, '')
      .replaceAll(/"(ocaGroup":""|ocaType":0|parentId":0),/g, '');
    expect(older).not.toMatch(/trail|goodTill|waitsFor|oca|parentId/);
    writeFileSync(stateFile, older);
    const second = start();
    expect(second.notices).toEqual([]);
    expect(second.control.orders()).toMatchObject([{ orderId: 1, status: 'Submitted' }]);
  });

  it('is on disk soon after a change, without waiting for the end', () => {
    const gateway = start();
    gateway.client().placeOrder(1, { quantity: 10, orderRef: 'soon' });
    clock.advance(200);
    expect(readFileSync(stateFile, 'utf8')).toContain('soon');
    expect(readdirSync(join(folder, 'practice'))).toEqual(['gateway.json']);
  });

  it('grows by what has changed, and reads back as a whole writing would', () => {
    const gateway = start();
    const client = gateway.client();
    const sizes: number[] = [];
    for (let id = 1; id <= 40; id += 1) {
      client.placeOrder(2 * id, { quantity: id, action: id % 3 === 0 ? 'SELL' : 'BUY' });
      client.placeOrder(2 * id + 1, { quantity: 1, orderType: 'LMT', limitPrice: 200 });
      if (id % 4 !== 0) client.cancelOrder(2 * id + 1);
      clock.advance(200);
      sizes.push(statSync(stateFile).size);
    }
    const added = sizes.slice(1).map((size, at) => size - (sizes[at] ?? 0));
    expect(Math.max(...added.slice(-10))).toBeLessThan(1.5 * Math.max(...added.slice(0, 10)));
    const grown = read();
    gateway.close();
    expect(readFileSync(stateFile, 'utf8').split('\n')).toHaveLength(2);
    const whole = read();
    expect(grown.orders).toHaveLength(whole.orders.length);
    for (const order of whole.orders) expect(grown.orders).toContainEqual(order);
    expect(grown.executions).toEqual(whole.executions);
    expect(grown.accounts).toEqual(whole.accounts);
    expect(grown.nextOrderIds).toEqual(whole.nextOrderIds);
  });

  it('whose last line was being written when the program died is read up to the line before', () => {
    const gateway = start();
    const client = gateway.client();
    for (const id of [1, 2, 3]) {
      client.placeOrder(id, { quantity: id });
      clock.advance(200);
    }
    const text = readFileSync(stateFile, 'utf8');
    writeFileSync(stateFile, text.slice(0, -40));
    const back = start();
    expect(back.notices).toEqual([]);
    expect(back.control.orders().map(({ orderId }) => orderId)).toEqual([1, 2]);
    // What is saved next does not follow half a line.
    back.client().placeOrder(9, { quantity: 1 });
    clock.advance(200);
    expect(
      start()
        .control.orders()
        .map(({ orderId }) => orderId),
    ).toEqual([1, 2, 9]);
  });

  it('is written whole at once where it has gone meanwhile', () => {
    const gateway = start();
    const client = gateway.client();
    for (const id of [1, 2, 3]) {
      client.placeOrder(id, { quantity: id });
      clock.advance(200);
      if (id === 2) rmSync(stateFile);
    }
    expect(gateway.notices).toEqual([]);
    expect(read().orders.map(({ orderId }) => orderId)).toEqual([1, 2, 3]);
  });

  it('one of whose lines is broken is set aside', () => {
    const gateway = start();
    const client = gateway.client();
    for (const id of [1, 2, 3]) {
      client.placeOrder(id, { quantity: id });
      clock.advance(200);
    }
    const lines = readFileSync(stateFile, 'utf8').split('\n');
    writeFileSync(stateFile, [lines[0], '{"moment":', ...lines.slice(2)].join('\n'));
    expect(start().notices[0]).toContain('it is not JSON');
  });

  it('is written whole where a trade that is on disk was taken back', () => {
    const gateway = start();
    const client = gateway.client();
    for (const id of [1, 2]) {
      client.placeOrder(id, { quantity: 10 });
      clock.advance(200);
    }
    gateway.control.inject({ kind: 'bust' });
    clock.advance(200);
    const left = read();
    expect(left.executions.map(({ quantity }) => quantity)).toEqual([10, 0]);
    expect(left.orders.map(({ filled }) => filled)).toEqual([10, 0]);
    gateway.close();
    expect(read()).toMatchObject({ executions: left.executions, orders: left.orders });
  });

  it.each([
    ['not JSON', '{"format": 1,', 'it is not JSON'],
    ['something else', '{"hello": "world"}', 'something in it is missing or wrong'],
    ['empty', '', 'it is not JSON'],
  ])('that is %s is set aside with a sentence, and practice starts anew', (_, text, why) => {
    start().close();
    writeFileSync(stateFile, text);
    const gateway = start();
    expect(gateway.notices).toEqual([
      `The simulated gateway's saved account ${stateFile} cannot be used: ${why}. It is kept as ` +
        `${stateFile}.broken-1, and practice starts with a new account.`,
    ]);
    expect(gateway.client().of(9)).toEqual([['9', '1', '1']]);
    expect(readFileSync(`${stateFile}.broken-1`, 'utf8')).toBe(text);
  });

  it('that names what no longer exists is set aside too', () => {
    const gateway = start();
    gateway.client().placeOrder(1, { quantity: 10 });
    gateway.close();
    writeFileSync(stateFile, readFileSync(stateFile, 'utf8').replaceAll('756733', '12345'));
    expect(start().notices[0]).toContain('it names contract 12345, which is not listed');
  });

  it('that is a folder is refused, and the folder stays as it is', () => {
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    stateFile = folder;
    expect(start).toThrow(/cannot keep its account in .*: EISDIR.* Name a file in a folder/);
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['mine.txt']);
  });

  it('below a file is refused', () => {
    writeFileSync(join(folder, 'file'), '');
    stateFile = join(folder, 'file', 'gateway.json');
    expect(start).toThrow(/cannot keep its account in .*: (ENOTDIR|EEXIST).* Name a file in a/);
  });

  it('in a folder that cannot be made is refused at once', () => {
    stateFile = '/proc/practice/deep/gateway.json';
    expect(start).toThrow(
      /cannot keep its account in .*: ENOENT.* Name a file in a folder that can/,
    );
  });

  it('makes every folder above it that is missing', () => {
    stateFile = join(folder, 'one', 'two', 'three', 'gateway.json');
    start().close();
    expect(readdirSync(join(folder, 'one', 'two', 'three'))).toEqual(['gateway.json']);
  });

  it('that cannot be written any more is told once, and practice goes on', () => {
    const gateway = start();
    const client = gateway.client();
    mkdirSync(stateFile, { recursive: true });
    for (const id of [1, 2]) {
      client.placeOrder(id, { quantity: 10 });
      clock.advance(1_000);
    }
    expect(gateway.notices).toHaveLength(1);
    expect(gateway.notices[0]).toMatch(/cannot save its account in .* Practice goes on/);
    expect(gateway.control.executions()).toHaveLength(2);
  });
});
