import { describe, expect, it } from 'vitest';

import { feedScore, feedWeights, feedParts, type FeedTick, type FeedWindow } from './feed-score.ts';

/** Ten seconds of one tick every half second, and what is different about it. */
function feed(
  change: (tick: FeedTick, index: number) => Partial<FeedTick> = () => ({}),
): FeedWindow {
  const ticks = Array.from({ length: 20 }, (_, index) => {
    const tick = {
      atMs: 500 * index,
      bid: 100,
      ask: 100.1,
      receivedAt: 500 * index,
      volume: index,
    };
    return { ...tick, ...change(tick, index) };
  });
  return { fromMs: 0, toMs: 10_000, ticks };
}

describe('the score of a feed', () => {
  it('has parts that are worth 100 together', () => {
    expect(feedParts.reduce((sum, part) => sum + feedWeights[part], 0)).toBe(100);
  });

  const sound = feed();
  it.each<[string, FeedWindow, number]>([
    ['is 100 for a sound feed', sound, 100],
    ['is 0 without a tick', { ...sound, ticks: [] }, 0],
    ['is 0 for no time', { ...sound, toMs: 0 }, 0],
    [
      'loses 25 × 6/10 where it is silent for eight seconds, 20 × 3/5 for what is stale, and 10 × 1/5 of its rate',
      {
        ...sound,
        ticks: sound.ticks.slice(0, 4).map((tick, index) => ({ ...tick, atMs: 666 * index })),
      },
      100 - 25 * 0.6 - 20 * 0.6 - 10 * 0.2,
    ],
    [
      'loses its part of 15 for one tick of nineteen that came too late',
      feed((_, index) => (index === 19 ? { receivedAt: 0 } : {})),
      100 - 15 / 19,
    ],
    [
      'loses its part of 15 for a volume that shrank',
      feed((_, index) => (index === 19 ? { volume: 0 } : {})),
      100 - 15 / 19,
    ],
    [
      'loses half of 20 where every second quote is crossed',
      feed((_, index) => (index % 2 === 0 ? { bid: 100.2 } : {})),
      90,
    ],
    [
      'loses its part of 10 for one jump',
      feed((_, index) => (index === 19 ? { bid: 103, ask: 103.1 } : {})),
      100 - 10 / 19,
    ],
    [
      'takes a side that is missing for neither crossed nor jumped',
      feed((_, index) => (index === 5 ? { bid: null } : {})),
      100,
    ],
  ])('%s', (_what, window, score) => {
    expect(feedScore(window).score).toBeCloseTo(score, 1);
  });

  it('is never below 0 or above 100', () => {
    const wild = feed((_, index) => ({
      bid: index % 2 === 0 ? 500 : 100,
      ask: 90,
      receivedAt: -index,
      volume: -index,
    }));
    expect(feedScore(wild).score).toBeGreaterThanOrEqual(0);
    expect(feedScore({ ...sound, toMs: 100 }).score).toBeLessThanOrEqual(100);
  });
});
