import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hashOf, normals, seededRandom, uniformAt } from './random.ts';

describe('seeded chance', () => {
  it('repeats itself for the same seed and differs for another', () => {
    const draw = (...seed: (string | number)[]): number[] => {
      const random = seededRandom(...seed);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draw(1, 'SPY')).toEqual(draw(1, 'SPY'));
    expect(draw(1, 'SPY')).not.toEqual(draw(2, 'SPY'));
    expect(draw(1, 'SPY')).not.toEqual(draw(1, 'QQQ'));
  });

  it('is uniform in [0, 1)', () => {
    const random = seededRandom('uniform');
    const drawn = Array.from({ length: 20_000 }, () => random.next());
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    expect(drawn.reduce((sum, value) => sum + value, 0) / drawn.length).toBeCloseTo(0.5, 1);
  });

  it('gives every index its own number, also beyond 32 bits', () => {
    const key = hashOf('book');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 }), (index) => {
        const value = uniformAt(key, index);
        expect(value).toBe(uniformAt(key, index));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(1);
      }),
    );
    const near = Array.from({ length: 1000 }, (_, i) => uniformAt(key, 2 ** 40 + i));
    expect(new Set(near).size).toBeGreaterThan(990);
    expect(uniformAt(key, 5)).not.toBe(uniformAt(key, 5 + 2 ** 32));
  });

  it('makes normal numbers of mean 0 and deviation 1', () => {
    const normal = normals(seededRandom('normal'));
    const drawn = Array.from({ length: 20_000 }, () => normal());
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(Math.sqrt(variance)).toBeCloseTo(1, 1);
  });
});
