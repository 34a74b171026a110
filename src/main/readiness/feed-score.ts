/** One change of a quote as a reader of the desk got it. */
export interface FeedTick {
  /** When the reader got it: milliseconds of the clock that never goes back. */
  atMs: number;
  bid: number | null;
  ask: number | null;
  /** When the desk heard it, epoch milliseconds. */
  receivedAt: number;
  /** Of the session; null where the feed has none. */
  volume: number | null;
}

/** What was seen of one instrument while it was watched. */
export interface FeedWindow {
  fromMs: number;
  toMs: number;
  ticks: readonly FeedTick[];
}

export const feedParts = ['gaps', 'staleness', 'order', 'crossed', 'jumps', 'rate'] as const;
export type FeedPart = (typeof feedParts)[number];

/** What each part is worth, points; together 100. Reasons: docs/decisions/feed-score.md. */
export const feedWeights: Readonly<Record<FeedPart, number>> = {
  gaps: 25,
  staleness: 20,
  order: 15,
  crossed: 20,
  jumps: 10,
  rate: 10,
};

/** Silence is a gap from here on, milliseconds. */
const gapMs = 2_000;
/** A price is stale after as much silence: the limit `maxQuoteAge` that ships. */
const staleMs = 5_000;
/** A middle that moves by more from one tick to the next has jumped, share. */
const jump = 0.02;
/** A liquid instrument ticks at least this often, per second. */
const ticksPerSecond = 0.5;

export interface FeedScore {
  /** 0 to 100. */
  score: number;
  /** 0 to 1 each. */
  parts: Readonly<Record<FeedPart, number>>;
}

/** How good a feed was, 0 to 100, by the formula of docs/decisions/feed-score.md. A feed without a tick scores 0. */
export function feedScore(window: FeedWindow): FeedScore {
  const parts = partsOf(window);
  const score = feedParts.reduce((sum, part) => sum + feedWeights[part] * parts[part], 0);
  return { score, parts };
}

function partsOf({ fromMs, toMs, ticks }: FeedWindow): Record<FeedPart, number> {
  const lengthMs = toMs - fromMs;
  if (ticks.length === 0 || lengthMs <= 0) {
    return { gaps: 0, staleness: 0, order: 0, crossed: 0, jumps: 0, rate: 0 };
  }
  const moments = [fromMs, ...ticks.map(({ atMs }) => atMs), toMs];
  const silences = moments.slice(1).map((atMs, index) => atMs - (moments[index] ?? atMs));
  const beyond = (allowedMs: number): number =>
    silences.reduce((sum, silenceMs) => sum + Math.max(0, silenceMs - allowedMs), 0);
  const steps = ticks.slice(1).map((tick, index) => ({ before: ticks[index] ?? tick, tick }));
  return {
    gaps: within(1 - beyond(gapMs) / lengthMs),
    staleness: within(1 - beyond(staleMs) / Math.max(1, lengthMs - staleMs)),
    order: share(steps, ({ before, tick }) => isInOrder(before, tick)),
    crossed: share(ticks, ({ bid, ask }) => bid === null || ask === null || bid <= ask),
    jumps: share(steps, ({ before, tick }) => !isJump(before, tick)),
    rate: within(ticks.length / (lengthMs / 1_000) / ticksPerSecond),
  };
}

function isInOrder(before: FeedTick, tick: FeedTick): boolean {
  const grew = before.volume === null || tick.volume === null || tick.volume >= before.volume;
  return tick.receivedAt >= before.receivedAt && grew;
}

function isJump(before: FeedTick, tick: FeedTick): boolean {
  const from = middle(before);
  const to = middle(tick);
  return from !== null && to !== null && Math.abs(to / from - 1) > jump;
}

function middle({ bid, ask }: FeedTick): number | null {
  return bid === null || ask === null || bid + ask <= 0 ? null : (bid + ask) / 2;
}

/** 1 where there is nothing to judge. */
function share<T>(of: readonly T[], isGood: (one: T) => boolean): number {
  return of.length === 0 ? 1 : of.filter(isGood).length / of.length;
}

function within(value: number): number {
  return Math.min(1, Math.max(0, value));
}
