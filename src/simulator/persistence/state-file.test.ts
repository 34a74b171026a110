import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { bareGateway, type BareGateway } from '../core-client.fixture.ts';

let folder: string;
let stateFile: string;
let clock: VirtualClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gateway-state-'));
  stateFile = join(folder, 'practice', 'gateway.json');
  clock = new VirtualClock();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

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

  it('is on disk soon after a change, without waiting for the end', () => {
    const gateway = start();
    gateway.client().placeOrder(1, { quantity: 10, orderRef: 'soon' });
    clock.advance(200);
    expect(readFileSync(stateFile, 'utf8')).toContain('soon');
    expect(readdirSync(join(folder, 'practice'))).toEqual(['gateway.json']);
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
});
