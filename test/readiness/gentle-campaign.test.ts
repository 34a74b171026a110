import { afterAll, beforeAll, expect, test } from 'vitest';

import { campaignCheck } from '../../src/main/readiness/checks/campaign.ts';
import { RealWorld } from './real-world.ts';

let real: RealWorld;
beforeAll(async () => {
  real = await RealWorld.open();
}, 60_000);
afterAll(() => real.close());

const watched = (): number[] =>
  real.world.desk
    .feed('watchlist', {})
    .snapshot()
    .map(({ instrumentId }) => instrumentId);

test(
  'at a gateway that is not simulated the campaign is gentle, on the desk itself, and leaves nothing',
  { timeout: 120_000 },
  async () => {
    const before = watched();
    const run = await real.run(campaignCheck, (world) => ({
      ...world,
      gatewayKind: 'paper',
      scratchDesk: () => Promise.reject(new Error('It is to be on the desk itself.')),
    }));
    expect(`${run.result}: ${run.sentence}`).toMatch(/^passed: /);
    const orders = real.desk.orders().filter(({ placedBy }) => placedBy === 'readiness');
    expect(orders.length).toBeGreaterThan(24);
    expect(orders.every(({ status }) => status === 'FILLED')).toBe(true);
    // Of the smallest quantities: four of them at most, to close what was bought.
    expect(Math.max(...orders.map(({ quantity }) => quantity))).toBeLessThanOrEqual(4);
    const held = real.world.desk.feed('positions', {}).snapshot();
    expect(held.filter(({ quantity }) => quantity !== 0)).toEqual([]);
    expect(watched()).toEqual(before);
  },
);
