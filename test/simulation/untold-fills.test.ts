import { expect, test } from 'vitest';

import { marketTicket } from './order-states.ts';
import { knownInstruments, spy, World } from './world.ts';

/** How often the desk has compared its books with the broker's. */
function comparisons(world: World): number {
  return world.disk.facts().filter(({ kind }) => kind === 'reconciliation.completed').length;
}

test('what somebody else trades in the account is on record within seconds, for one question to the broker', async () => {
  const world = new World({ seed: 1, history: await knownInstruments() });
  try {
    world.startDesk();
    await world.untilTrading();
    world.place(marketTicket(world, { quantity: 50 }));
    await world.until('it fills', () => world.process.positions().get(spy) === 50);
    await world.pass(10_000);
    const before = comparisons(world);

    // Its fill is told to no client but the one that placed it, and that is none.
    world.gateway.control.placeManualOrder({ symbol: 'SPY', side: 'SELL', quantity: 20 });
    await world.until('the desk knows', () => world.process.positions().get(spy) === 30, 5_000);
    expect(world.process.executions().map(({ quantity }) => quantity)).toContain(20);
    await world.pass(20_000);
    expect(comparisons(world)).toBe(before + 1);
    expect(world.process.status().breaks).toEqual([]);
    expect(world.violations).toEqual([]);
  } finally {
    world.end();
  }
});
