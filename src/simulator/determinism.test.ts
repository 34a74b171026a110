import { createHash } from 'node:crypto';

import { beforeAll, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../test/support/virtual-clock.ts';
import { bareGateway, type CoreClient } from './core-client.fixture.ts';
import { readResource } from './resource-files.ts';

/** 09:30 to 16:00 at speed 60. */
const daySeconds = 390;
const script =
  readResource('scripts/rough-morning.faults') + readResource('scripts/lost-afternoon.faults');

interface Day {
  /** SHA-256 of every byte to every client. */
  hash: string;
  bytes: number;
  executions: number;
  reconnects: number;
  tradedUntil: string;
}

/** A client that always does the same at the same second, whatever it hears. */
function act(client: CoreClient, second: number): void {
  const orderId = second + 1;
  if (second % 3 === 0) client.placeOrder(orderId, { quantity: 100 + second });
  if (second % 7 === 1) {
    client.placeOrder(orderId, {
      action: 'SELL',
      orderType: 'LMT',
      limitPrice: 274,
      symbol: 'SPY',
    });
  }
  if (second % 7 === 4) client.cancelOrder(orderId - 3);
  if (second % 11 === 5) {
    client.placeOrder(orderId, { action: 'SELL', orderType: 'TRAIL', stopPrice: 1, quantity: 50 });
  }
  if (second % 20 === 0) {
    client.send(5, 1);
    client.send(7, 1, second, 0, '', '', '', '', '', '');
    client.send(49, 1);
  }
}

function begin(client: CoreClient): void {
  for (const [requestId, conId] of [756733, 265598, 208813719].entries()) {
    client.send(
      1,
      11,
      requestId + 1,
      conId,
      '',
      '',
      '',
      0,
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      0,
      '',
      0,
      0,
      '',
    );
  }
  client.send(61, 1);
  client.send(62, 1, 9001, 'All', 'NetLiquidation,BuyingPower');
  client.send(6, 2, 1, '');
  client.send(92, 9002, 'DU1000001', '');
}

/** A whole trading day in virtual time, with everything that can go wrong in the scripts that ship. */
function day(seed: number): Day {
  const clock = new VirtualClock();
  const gateway = bareGateway(clock, { seed, speed: 60, latencyMs: 40 }, script);
  const hash = createHash('sha256');
  let bytes = 0;
  let reconnects = -1;
  const connect = (): CoreClient => {
    const client = gateway.connect();
    client.onBytes = (piece) => {
      hash.update(piece);
      bytes += piece.length;
    };
    client.shakeHands(193);
    client.send(71, 2, 1, '');
    begin(client);
    reconnects += 1;
    return client;
  };
  let client = connect();
  for (let second = 0; second < daySeconds; second += 1) {
    clock.advance(1000);
    if (client.isClosed) client = connect();
    act(client, second);
  }
  const tradedUntil = new Date(gateway.control.simulatedTime()).toISOString();
  const executions = gateway.control.executions().length;
  gateway.close();
  return { hash: hash.digest('hex'), bytes, executions, reconnects, tradedUntil };
}

describe('a whole trading day in virtual time', () => {
  let first: Day;
  beforeAll(() => {
    first = day(1);
  });

  it('is one: it trades until the close, through every trouble', () => {
    expect(first.tradedUntil).toBe('2020-03-10T13:30:00.000Z');
    expect(first.bytes).toBeGreaterThan(500_000);
    expect(first.executions).toBeGreaterThan(80);
    expect(first.reconnects).toBeGreaterThanOrEqual(3);
  });

  it('is the same to the byte with the same seed, script and client', () => {
    expect(day(1)).toEqual(first);
  });

  it('is another with another seed', () => {
    expect(day(2).hash).not.toBe(first.hash);
  });
});
