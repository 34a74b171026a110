import { beforeEach, describe, expect, it } from 'vitest';

import { HistoryPacing, type HistoryAsk } from './history-pacing.ts';

let pacing: HistoryPacing;
let next: number;

beforeEach(() => {
  pacing = new HistoryPacing();
  next = 0;
});

/** A request like no other, unless something of it is given. */
function ask(given: Partial<HistoryAsk> = {}): HistoryAsk {
  next += 1;
  return { conId: next, whatToShow: 'TRADES', fingerprint: `${next}`, ...given };
}

/** Asks once every five seconds; gives the number that were let through. */
function allowed(count: number, from: number, given: Partial<HistoryAsk> = {}): number {
  return Array.from({ length: count }, (_, i) => pacing.allows(from + i * 5000, ask(given))).filter(
    Boolean,
  ).length;
}

describe('requests for history are limited to', () => {
  it('60 in ten minutes', () => {
    expect(allowed(70, 0)).toBe(60);
    // The first of them was ten minutes ago.
    expect(pacing.allows(600_000, ask())).toBe(true);
    expect(pacing.allows(600_001, ask())).toBe(false);
  });

  it('30 in ten minutes for BID_ASK, which counts twice', () => {
    expect(allowed(40, 0, { whatToShow: 'BID_ASK' })).toBe(30);
  });

  it('one of a kind in fifteen seconds', () => {
    const same = { conId: 1, whatToShow: 'TRADES', fingerprint: '1 D|1 min' };
    expect(pacing.allows(0, same)).toBe(true);
    expect(pacing.allows(14_999, { ...same, whatToShow: ' trades ' })).toBe(false);
    expect(pacing.allows(14_999, { ...same, fingerprint: '2 D|1 min' })).toBe(true);
    expect(pacing.allows(15_000, same)).toBe(true);
  });

  it('five of one contract and tick type in two seconds', () => {
    const answers = Array.from({ length: 6 }, (_, i) => pacing.allows(i, ask({ conId: 1 })));
    expect(answers).toEqual([true, true, true, true, true, false]);
    expect(pacing.allows(10, ask({ conId: 1, whatToShow: 'BID' }))).toBe(true);
    expect(pacing.allows(2004, ask({ conId: 1 }))).toBe(true);
  });

  it('50 under way at once', () => {
    const answers = Array.from({ length: 51 }, () => pacing.allows(0, ask()));
    expect(answers.filter(Boolean)).toHaveLength(50);
    expect(pacing.allows(1000, ask())).toBe(true);
  });
});

it('does not count what was refused', () => {
  const same = ask();
  expect(pacing.allows(0, same)).toBe(true);
  for (let ms = 1000; ms < 15_000; ms += 1000) expect(pacing.allows(ms, same)).toBe(false);
  expect(pacing.allows(15_000, same)).toBe(true);
});
