import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

import { forgetStored, readStored, writeStored } from './stored.ts';

const schema = z.object({ size: z.number() });
const fallback = { size: 1 };
const kept = new Map<string, string>();

beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      kept.set(key, value);
    },
    removeItem: (key: string) => {
      kept.delete(key);
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('what a browser keeps', () => {
  it('comes back as it was', () => {
    expect(writeStored('k', { size: 5 })).toBe(true);
    expect(readStored('k', schema, fallback)).toEqual({ size: 5 });
    forgetStored('k');
    expect(readStored('k', schema, fallback)).toBe(fallback);
  });

  it.each(['', '{', 'null', '{"size":"5"}', '[]'])('is left aside when it is %j', (text) => {
    kept.set('k', text);
    expect(readStored('k', schema, fallback)).toBe(fallback);
  });

  it('is not missed when storage is switched off', () => {
    const refuse = (): never => {
      throw new Error('SecurityError');
    };
    vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
    expect(writeStored('k', fallback)).toBe(false);
    expect(readStored('k', schema, fallback)).toBe(fallback);
    expect(() => {
      forgetStored('k');
    }).not.toThrow();
  });
});
