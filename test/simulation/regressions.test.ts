import { afterEach, describe, expect, it } from 'vitest';

import { marketTicket, restingTicket } from './order-states.ts';
import { compareWithGateway, settle } from './settled.ts';
import { aapl, knownInstruments, spy, World } from './world.ts';

let world: World | null = null;

async function tradingWorld(seed = 1): Promise<World> {
  const made = new World({ seed, history: await knownInstruments() });
  world = made;
  made.startDesk();
  await made.untilTrading();
  return made;
}

afterEach(() => {
  world?.end();
  world = null;
});

describe('what lives drawn from seeds have found', () => {
  it('seed 1459: the id of an order that never arrived is not given to another one', async () => {
    const { process, gateway, network } = await tradingWorld();
    if (world === null) throw new Error('There is no world.');
    gateway.control.swallowNextOrder();
    world.place(restingTicket(world));
    await world.pass(10_000);
    network.cut();
    await world.untilTrading();
    const [lost] = process.orders();
    world.place(restingTicket(world, { instrumentId: aapl }));
    await world.pass(500);
    // Of the order that the gateway never had: it must touch no other.
    world.cancel(lost?.orderRef ?? '');
    await world.pass(500);
    const [, second] = process.orders();
    expect(second?.orderId).not.toBe(lost?.orderId);
    expect(second?.status).toBe('WORKING');
    await settle(world, 'by-reconnect');
    await compareWithGateway(world);
    expect(world.violations).toEqual([]);
  });

  it('a fill that the venue takes back leaves the position', async () => {
    const { process, gateway } = await tradingWorld();
    if (world === null) throw new Error('There is no world.');
    world.place(marketTicket(world, { quantity: 50 }));
    await world.pass(2_000);
    expect(process.positions().get(spy)).toBe(50);
    gateway.control.inject({ kind: 'bust' });
    await world.pass(500);
    expect(process.positions().get(spy)).toBeUndefined();
    expect(process.executions().map(({ quantity }) => quantity)).toEqual([0]);
    await settle(world, 'by-reconnect');
    await compareWithGateway(world);
    expect(world.violations).toEqual([]);
  });
});
