import type { CheckWorld, DeskReached } from './check-world.ts';
import type { FeedTick, FeedWindow } from './feed-score.ts';
import { watchFor } from './wait-until.ts';

/** Watches the quotes of some instruments for a while and gives what was seen of each. */
export async function watchFeed(
  { clock, signal }: Pick<CheckWorld, 'clock' | 'signal'>,
  desk: DeskReached,
  instrumentIds: readonly number[],
  forMs: number,
): Promise<Map<number, FeedWindow>> {
  const ticks = new Map(
    instrumentIds.map((instrumentId): [number, FeedTick[]] => [instrumentId, []]),
  );
  const fromMs = clock.monotonic();
  const leave = desk.feed('quotes', {}).subscribe(
    ({ instrumentId, bid, ask, receivedAt, volume }) => {
      ticks.get(instrumentId)?.push({ atMs: clock.monotonic(), bid, ask, receivedAt, volume });
    },
    () => {},
  );
  try {
    await watchFor({ clock, signal }, forMs);
  } finally {
    leave();
  }
  const toMs = clock.monotonic();
  return new Map(
    [...ticks].map(([instrumentId, seen]) => [instrumentId, { fromMs, toMs, ticks: seen }]),
  );
}
