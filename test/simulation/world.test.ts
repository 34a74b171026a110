import net from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { restingTicket } from './order-states.ts';
import { runSeed } from './run-seed.ts';
import { aapl, knownInstruments, spy, World } from './world.ts';

let made: World[] = [];

async function worldOf(seed: number): Promise<World> {
  const world = new World({ seed, history: await knownInstruments() });
  made.push(world);
  return world;
}

afterEach(() => {
  for (const world of made) world.end();
  made = [];
});

describe('a world in virtual time', () => {
  it('holds a whole desk and a whole gateway: an order is placed, filled and reconciled', async () => {
    const world = await worldOf(3);
    world.startDesk();
    await world.untilTrading();
    expect(world.clock.monotonic()).toBeLessThan(1_000);
    world.place(restingTicket(world, { orderType: 'MKT', limitPrice: null, quantity: 400 }));
    await world.pass(10_000);
    expect(world.process.orders().map(({ status }) => status)).toEqual(['FILLED']);
    expect(world.process.positions()).toEqual(new Map([[spy, 400]]));
    expect(world.gateway.control.orders()).toMatchObject([{ status: 'Filled', filled: 400 }]);
    expect(world.violations).toEqual([]);
  });

  it('leaves the same trace for the same seed, and another one for another', async () => {
    const history = await knownInstruments();
    const hashes: string[] = [];
    for (const seed of [5, 5, 6]) hashes.push((await runSeed(seed, history)).traceHash);
    const [first, again, other] = hashes;
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('gives the machine its sockets back', async () => {
    const before = net.connect;
    const world = await worldOf(1);
    expect(net.connect).not.toBe(before);
    world.end();
    expect(net.connect).toBe(before);
  });

  it('notices an order that leaves twice, or without being on the disk', async () => {
    const world = await worldOf(1);
    world.startDesk();
    await world.untilTrading();
    world.place(restingTicket(world, { instrumentId: aapl }));
    await world.pass(100);
    const [order] = world.process.orders();
    const fields = Array.from({ length: 28 }, () => '');
    fields[0] = '3';
    fields[23] = 'DU1000001';
    fields[26] = order?.orderRef ?? '';
    world.watch.onWrittenByDesk(fields.join('\0'));
    fields[26] = 'unheard-of';
    world.watch.onWrittenByDesk(fields.join('\0'));
    expect(world.violations).toEqual([
      expect.stringContaining('left 2 times'),
      expect.stringContaining('left before its intent was on the disk'),
    ]);
  });
});
