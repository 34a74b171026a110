import { expect, test } from 'vitest';
import type { Market } from '../../simulator/market.ts';
import type { Peer } from '../../../test/doubles/peer.ts';

test('a test may stand the simulator and a double beside its room', () => {
  const both: Pick<Market & Peer, 'name'> = { name: 'peer' };
  expect(both.name).toBe('peer');
});
