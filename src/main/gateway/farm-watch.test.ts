import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { codeMeaning } from './error-codes.ts';
import { FarmWatch } from './farm-watch.ts';

function watchOf(): {
  clock: VirtualClock;
  done: string[];
  farms: FarmWatch;
  hear(code: number, farm: string): void;
} {
  const clock = new VirtualClock();
  const done: string[] = [];
  const feeds = (name: string): { watch(): void; askSilentAnew(): void } => ({
    watch: () => done.push(`watch ${name}`),
    askSilentAnew: () => done.push(`ask ${name} at ${clock.monotonic()}`),
  });
  const farms = new FarmWatch(clock, 5_000, {
    'market-data': [feeds('quotes'), feeds('books')],
    history: [feeds('bars')],
  });
  return {
    clock,
    done,
    farms,
    hear(code, farm) {
      const { farm: meaning } = codeMeaning(code);
      if (meaning === null) throw new Error(`${code} says nothing of a farm.`);
      farms.onFarm(meaning, `Market data farm connection is somehow:${farm}`);
    },
  };
}

describe('data farms', () => {
  it('that come back are given a while, then what is silent is asked for anew', () => {
    const { clock, done, hear } = watchOf();
    hear(2103, 'usfarm');
    hear(2104, 'usfarm');
    expect(done).toEqual(['watch quotes', 'watch books']);
    clock.advance(4_999);
    expect(done).toHaveLength(2);
    clock.advance(1);
    expect(done.slice(2)).toEqual(['ask quotes at 5000', 'ask books at 5000']);
  });

  it('that were never away change nothing', () => {
    const { clock, done, hear } = watchOf();
    hear(2104, 'usfarm');
    hear(2106, 'ushmds');
    clock.advance(60_000);
    expect(done).toEqual([]);
  });

  it('are told apart by name: another one that is well does not end the wait', () => {
    const { clock, done, hear } = watchOf();
    hear(2103, 'usfarm');
    hear(2104, 'eufarm');
    clock.advance(60_000);
    expect(done).toEqual([]);
    hear(2104, 'usfarm');
    expect(done).toHaveLength(2);
  });

  it('of history concern bars alone', () => {
    const { clock, done, hear } = watchOf();
    hear(2105, 'ushmds');
    hear(2106, 'ushmds');
    clock.advance(5_000);
    expect(done).toEqual(['watch bars', 'ask bars at 5000']);
  });

  it('are forgotten with the connection', () => {
    const { clock, done, farms, hear } = watchOf();
    hear(2103, 'usfarm');
    hear(2104, 'usfarm');
    hear(2103, 'eufarm');
    farms.drop();
    hear(2104, 'eufarm');
    expect(clock.pendingCount).toBe(0);
    clock.advance(60_000);
    expect(done).toEqual(['watch quotes', 'watch books']);
  });
});
