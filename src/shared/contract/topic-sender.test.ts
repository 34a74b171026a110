import { describe, expect, test } from 'vitest';

import { activity, HandFeed, quote } from '../../../test/support/desk-double.ts';
import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import type { Activity } from './topics.ts';
import { batchIntervalMs, maxFrameBytes, type ServerFrame } from './frames.ts';
import { exceedsFrameLimit, FrameTooLarge } from './text-wire.ts';
import { maxQueuedChanges, sendTopic, type TopicSender } from './topic-sender.ts';

interface Bench<Item> {
  feed: HandFeed<Item>;
  clock: VirtualClock;
  sender: TopicSender;
  /** Frames since the last look, short: what was put and what was removed. */
  sent(): string[];
  faults: unknown[];
}

function bench<Item>(
  delivery: 'latest' | 'every',
  key: keyof Item,
  feed: HandFeed<Item>,
): Bench<Item> {
  const clock = new VirtualClock();
  const frames: ServerFrame[] = [];
  const faults: unknown[] = [];
  const sender = sendTopic(feed, {
    id: 1,
    key,
    delivery,
    clock,
    send(frame) {
      if (exceedsFrameLimit(JSON.stringify(frame))) throw new FrameTooLarge('too large');
      frames.push(frame);
    },
    onFault: (error) => faults.push(error),
  });
  return { feed, clock, sender, sent: () => frames.splice(0).map(shorten), faults };
}

function shorten(frame: ServerFrame): string {
  if (frame.t !== 'snapshot' && frame.t !== 'items') return frame.t;
  const items = frame.items.map((item) =>
    item !== null && typeof item === 'object' && 'last' in item && 'instrumentId' in item
      ? `${String(item.instrumentId)}=${String(item.last)}`
      : item !== null && typeof item === 'object' && 'seq' in item
        ? String(item.seq)
        : '?',
  );
  const removed = frame.t === 'items' ? frame.removed.map((key) => `-${key}`) : [];
  return [frame.t, ...items, ...removed].join(' ');
}

const latest = () => bench('latest', 'instrumentId', new HandFeed<ReturnType<typeof quote>>());
const every = () => bench('every', 'seq', new HandFeed<Activity>());
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

describe('latest', () => {
  test('a snapshot first, then the newest of each key, removals with them', async () => {
    const { feed, clock, sender, sent } = latest();
    feed.held = [quote(1, 10), quote(2, 20)];
    sender.start();
    expect(sent()).toEqual(['snapshot 1=10 2=20']);
    sender.took();
    feed.publish(quote(1, 11));
    feed.publish(quote(2, 21));
    feed.publish(quote(1, 12));
    feed.remove(2);
    await clock.advanceAsync(batchIntervalMs);
    expect(sent()).toEqual(['items 1=12', 'items -2']);
  });

  test('a key that was removed and is back is not removed', async () => {
    const { feed, clock, sender, sent } = latest();
    sender.start();
    sender.took();
    sent();
    feed.remove(1);
    feed.publish(quote(1, 5));
    await clock.advanceAsync(batchIntervalMs);
    expect(sent()).toEqual(['items 1=5']);
  });

  test('nothing leaves while the reader has not taken the last batch', async () => {
    const { feed, clock, sender, sent } = latest();
    sender.start();
    sent();
    feed.publish(quote(1, 1));
    await clock.advanceAsync(60_000);
    feed.publish(quote(1, 2));
    expect(sent()).toEqual([]);
    expect(sender.took()).toBe(true);
    await settle();
    expect(sent()).toEqual(['items 1=2']);
  });

  test('batches keep their distance in time, and a lone change after a quiet while leaves at once', async () => {
    const { feed, clock, sender, sent } = latest();
    sender.start();
    sender.took();
    await clock.advanceAsync(1000);
    sent();
    feed.publish(quote(1, 1));
    feed.publish(quote(2, 1));
    await settle();
    expect(sent()).toEqual(['items 1=1 2=1']);
    sender.took();
    feed.publish(quote(1, 2));
    await clock.advanceAsync(batchIntervalMs - 1);
    expect(sent()).toEqual([]);
    await clock.advanceAsync(1);
    expect(sent()).toEqual(['items 1=2']);
  });

  test('an item without its key is a fault of the source, and its publisher is not harmed', () => {
    const feed = new HandFeed<{ instrumentId: number | null }>();
    const { sender, faults } = bench('latest', 'instrumentId', feed);
    sender.start();
    feed.publish({ instrumentId: null });
    expect(faults).toHaveLength(1);
  });

  test('stopping lets go of the source and of the clock', async () => {
    const { feed, clock, sender, sent } = latest();
    sender.start();
    sender.took();
    feed.publish(quote(1, 1));
    expect(clock.pendingCount).toBe(1);
    sender.stop();
    sent();
    expect([feed.readers, clock.pendingCount]).toEqual([0, 0]);
    await clock.advanceAsync(1000);
    expect(sent()).toEqual([]);
  });
});

describe('every', () => {
  test('keeps each change, and an item that follows a removal stays behind it', async () => {
    const { feed, clock, sender, sent } = every();
    sender.start();
    sender.took();
    sent();
    feed.publish(activity(1));
    feed.publish(activity(1));
    feed.remove(1);
    feed.publish(activity(1));
    await clock.advanceAsync(batchIntervalMs);
    expect(sent()).toEqual(['items 1 1', 'items -1', 'items 1']);
  });

  test('every frame of a batch must be taken before the next leaves', async () => {
    const { feed, clock, sender, sent } = every();
    sender.start();
    sender.took();
    sent();
    for (let seq = 1; seq <= 1001; seq += 1) feed.publish(activity(seq));
    await clock.advanceAsync(batchIntervalMs);
    expect(sent()).toHaveLength(3);
    feed.publish(activity(2000));
    sender.took();
    sender.took();
    await clock.advanceAsync(1000);
    expect(sent()).toEqual([]);
    sender.took();
    await settle();
    expect(sent()).toEqual(['items 2000']);
  });

  test('up to the bound nothing is lost; past it the queue is dropped for one fresh snapshot', async () => {
    const { feed, clock, sender, sent } = every();
    sender.start();
    sent();
    for (let seq = 1; seq <= maxQueuedChanges; seq += 1) feed.publish(activity(seq));
    sender.took();
    await clock.advanceAsync(batchIntervalMs);
    const frames = sent();
    expect(frames).toHaveLength(10);
    expect(frames.at(-1)).toMatch(/ 5000$/);
    for (const _ of frames) sender.took();

    feed.publish(activity(1));
    await clock.advanceAsync(batchIntervalMs);
    expect(sent()).toEqual(['items 1']);
    for (let seq = 1; seq <= maxQueuedChanges + 1; seq += 1) feed.publish(activity(seq));
    feed.held = [activity(9001)];
    sender.took();
    await clock.advanceAsync(batchIntervalMs);
    expect(sent()).toEqual(['snapshot 9001']);
    sender.took();
    feed.publish(activity(9002));
    await clock.advanceAsync(batchIntervalMs);
    expect(sent()).toEqual(['items 9002']);
  });

  test('a snapshot larger than a frame is sent in pieces that fit', () => {
    const { feed, sender, sent, faults } = every();
    feed.held = Array.from({ length: 40 }, (_, index) => ({
      ...activity(index),
      sentence: 'x'.repeat(Math.floor(maxFrameBytes / 17)),
    }));
    sender.start();
    const frames = sent();
    expect(faults).toEqual([]);
    expect(frames.map((frame) => frame.split(' ')[0])).toEqual([
      'snapshot',
      'items',
      'items',
      'items',
    ]);
    expect(frames.flatMap((frame) => frame.split(' ').slice(1)).map(Number)).toEqual(
      Array.from({ length: 40 }, (_, index) => index),
    );
  });

  test('one item larger than a frame is a fault', () => {
    const { feed, sender, faults } = every();
    feed.held = [{ ...activity(1), sentence: 'x'.repeat(maxFrameBytes) }];
    sender.start();
    expect(faults).toHaveLength(1);
  });
});
