import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { mayRing, type ringForCritical } from './alert-sound.ts';

it('rings rarely, and in a flood very rarely', () => {
  expect(mayRing(2000, 0, false)).toBe(true);
  expect(mayRing(1999, 0, false)).toBe(false);
  expect(mayRing(29_999, 0, true)).toBe(false);
  expect(mayRing(30_000, 0, true)).toBe(true);
});

describe('the sound of a critical alert', () => {
  let tones: number[];
  /** Browsers stay silent until somebody has clicked or typed. */
  let touched: boolean;
  /** Of a page that has just been loaded. */
  let ring: typeof ringForCritical;

  beforeEach(async () => {
    tones = [];
    touched = true;
    vi.resetModules();
    class AudioContextDouble {
      state = 'suspended';
      readonly currentTime = 0;
      readonly destination = {};
      resume(): Promise<void> {
        if (touched) this.state = 'running';
        return Promise.resolve();
      }
      createOscillator() {
        const frequency = { value: 0 };
        return {
          frequency,
          connect: (next: unknown) => next,
          start: () => tones.push(frequency.value),
          stop: () => undefined,
        };
      }
      createGain() {
        const gain = {
          setValueAtTime: () => undefined,
          exponentialRampToValueAtTime: () => undefined,
        };
        return { gain, connect: (next: unknown) => next };
      }
    }
    vi.stubGlobal('AudioContext', AudioContextDouble);
    ({ ringForCritical: ring } = await import('./alert-sound.ts'));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is two tones, and no more of them before its pause is over', async () => {
    expect(await ring(10_000, false)).toBe(true);
    expect(tones).toEqual([880, 660]);
    expect(await ring(11_000, false)).toBe(true);
    expect(tones).toHaveLength(2);
    await ring(12_000, false);
    expect(tones).toHaveLength(4);
  });

  it('says so where the browser stays silent, and rings for the next alert once somebody has clicked', async () => {
    touched = false;
    expect(await ring(0, false)).toBe(false);
    touched = true;
    expect(await ring(1, false)).toBe(true);
    expect(tones).toEqual([880, 660]);
  });
});
