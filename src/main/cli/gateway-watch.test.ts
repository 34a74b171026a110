import { Writable } from 'node:stream';

import { beforeEach, describe, expect, it } from 'vitest';

import type { SimulatorStatus } from '#shared/domain/simulator-fault.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { GatewayWatch } from './gateway-watch.ts';

/** How far the gateway's own clock is from the machine's. */
const behind = 86_400_000;

let clock: VirtualClock;
let status: SimulatorStatus;
let written: string;

beforeEach(() => {
  clock = new VirtualClock();
  written = '';
  status = {
    host: '127.0.0.1',
    port: 4002,
    seed: 1,
    speed: 60,
    simulatedTime: Date.parse('2020-03-09T13:45:10Z'),
    clients: [],
    active: [],
    recent: [],
  };
});

function watchOn(screen: { isTTY?: boolean; columns?: number }): GatewayWatch {
  const stream = new Writable({
    decodeStrings: false,
    write(piece: string, _encoding, done) {
      written += piece;
      done();
    },
  });
  return new GatewayWatch(Object.assign(stream, screen), clock, {
    now: () => clock.now() - behind,
    control: { status: () => status },
  });
}

/** What is on the screen after all erasing: whole lines, and the one that stays. */
function shown(): string[] {
  return written.split('\n').map((line) => line.split('\r\u001B[K').at(-1) ?? '');
}

const client = {
  clientId: 11,
  serverVersion: 187,
  messagesIn: 10,
  messagesOut: 20,
  quoteLines: 2,
  openOrders: 3,
};

function tell(sentence: string): void {
  status = { ...status, recent: [{ at: clock.now(), sentence }, ...status.recent].slice(0, 3) };
}

describe('on a terminal', () => {
  it('one line stays up to date', () => {
    const watch = watchOn({ isTTY: true, columns: 200 });
    expect(shown()).toEqual([
      '2020-03-09 09:45:10 New York ×60 · nobody connected · 0 open orders',
    ]);
    status = { ...status, clients: [client] };
    clock.advance(1000);
    status = { ...status, clients: [{ ...client, messagesOut: 60, openOrders: 1 }] };
    status.active = [
      {
        faultId: 1,
        fault: { kind: 'halt', symbol: 'SPY', forMs: 30_000 },
        endsAt: clock.now() - behind + 2500,
      },
      { faultId: 2, fault: { kind: 'swallow-order', count: 1 }, endsAt: null },
    ];
    clock.advance(1000);
    expect(shown()).toEqual([
      'Client 11 has connected; it speaks server version 187.',
      '2020-03-09 09:45:10 New York ×60 · client 11 (187) 40/s · 1 open order · faults: halt 2 s, swallow-order',
    ]);
    watch.stop();
    expect(shown().at(-1)).toBe('');
    expect(clock.pendingCount).toBe(0);
  });

  it('the line never wraps, and sentences stand above it', () => {
    const watch = watchOn({ isTTY: true, columns: 30 });
    watch.say('A client was sent away.');
    expect(shown()).toEqual(['A client was sent away.', '2020-03-09 09:45:10 New York ']);
  });
});

describe('elsewhere', () => {
  it('each change is a line, and nothing is said twice', () => {
    const watch = watchOn({});
    tell('One.');
    tell('Two.');
    clock.advance(1000);
    status = { ...status, clients: [client] };
    tell('Two.');
    clock.advance(1000);
    status = { ...status, clients: [] };
    for (const sentence of ['Three.', 'Four.', 'Five.', 'Six.']) tell(sentence);
    clock.advance(3000);
    watch.say('Seven.');
    watch.stop();
    expect(shown()).toEqual([
      'One.',
      'Two.',
      'Two.',
      'Client 11 has connected; it speaks server version 187.',
      'Four.',
      'Five.',
      'Six.',
      'Client 11 has gone.',
      'Seven.',
      '',
    ]);
  });
});
