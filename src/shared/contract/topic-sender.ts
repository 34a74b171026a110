import type { Clock, Timer } from '#shared/domain/ports.ts';

import { batchIntervalMs, type ServerFrame } from './frames.ts';
import type { TopicFeed } from './service.ts';
import { FrameTooLarge } from './text-wire.ts';

/** Items in one frame at most; a frame that is too large in bytes all the same is halved until it fits. */
const itemsPerFrame = 500;

/** Changes of an `every` topic kept for a reader that has not taken the last batch; beyond, it gets a snapshot. */
export const maxQueuedChanges = 5000;

type Key = string | number;

export interface TopicSenderOptions<Item> {
  /** The request id of the listen frame. */
  id: number;
  /** The field that identifies an item. */
  key: keyof Item;
  delivery: 'latest' | 'every';
  clock: Clock;
  send(frame: ServerFrame): void;
  /** The feed threw or gave something that cannot be sent. The sender is to be stopped. */
  onFault(error: unknown): void;
}

export interface TopicSender {
  /** Subscribes and sends the first snapshot. */
  start(): void;
  /** The reader has taken one frame. False when none was on its way. */
  took(): boolean;
  stop(): void;
}

/** What has changed since the last batch: one form for each delivery. */
interface Changes<Item> {
  set(key: Key, item: Item): void;
  remove(key: Key): void;
  isEmpty(): boolean;
  /** True when changes were given up because there were too many: only a snapshot helps. */
  hasOverflowed(): boolean;
  clear(): void;
  /** The changes in order, each batch its items before its removals; empties itself. */
  take(): Batch<Item>[];
}

interface Batch<Item> {
  items: Item[];
  removed: Key[];
}

/**
 * Sends one topic to one reader: a snapshot, then batches of changes. At most one batch is on its way, the next
 * leaves when the reader has taken it and `batchIntervalMs` have passed. While it waits, `latest` keeps the newest
 * of each key and `every` keeps everything up to a bound. What an item costs here, at 150,000 a second, is one
 * `Map.set`.
 */
export function sendTopic<Item>(
  feed: TopicFeed<Item>,
  options: TopicSenderOptions<Item>,
): TopicSender {
  const { clock, id } = options;
  const changes = options.delivery === 'latest' ? newestPerKey<Item>() : everyChange<Item>();
  let unsubscribe: (() => void) | null = null;
  let stopped = false;
  let framesOnTheWay = 0;
  let sentAt = -Infinity;
  let scheduled = false;
  let timer: Timer | null = null;

  function guarded(work: () => void): void {
    if (stopped) return;
    try {
      work();
    } catch (error) {
      options.onFault(error);
    }
  }

  function schedule(): void {
    if (scheduled || stopped || framesOnTheWay > 0) return;
    scheduled = true;
    const waitMs = sentAt + batchIntervalMs - clock.monotonic();
    // A microtask lets everything that one commit publishes leave in one batch, and costs a lone item no time.
    if (waitMs <= 0) queueMicrotask(flush);
    else timer = clock.after(waitMs, flush);
  }

  function flush(): void {
    scheduled = false;
    guarded(() => {
      if (changes.hasOverflowed()) return sendSnapshot();
      for (const batch of changes.take()) sendBatch(batch);
    });
  }

  function sendSnapshot(): void {
    changes.clear();
    const items = feed.snapshot();
    sendWhole('snapshot', items.slice(0, itemsPerFrame));
    for (let at = itemsPerFrame; at < items.length; at += itemsPerFrame) {
      sendWhole('items', items.slice(at, at + itemsPerFrame));
    }
  }

  function sendBatch(batch: Batch<Item>): void {
    for (let at = 0; at < batch.items.length; at += itemsPerFrame) {
      sendWhole('items', batch.items.slice(at, at + itemsPerFrame));
    }
    for (let at = 0; at < batch.removed.length; at += itemsPerFrame) {
      const removed = batch.removed.slice(at, at + itemsPerFrame);
      sendFrame({ t: 'items', id, items: [], removed });
    }
  }

  function sendWhole(t: 'snapshot' | 'items', items: readonly Item[]): void {
    try {
      sendFrame(
        t === 'snapshot' ? { t, id, items: [...items] } : { t, id, items: [...items], removed: [] },
      );
    } catch (error) {
      if (!(error instanceof FrameTooLarge) || items.length < 2) throw error;
      const half = Math.ceil(items.length / 2);
      sendWhole(t, items.slice(0, half));
      sendWhole('items', items.slice(half));
    }
  }

  function sendFrame(frame: ServerFrame): void {
    options.send(frame);
    framesOnTheWay += 1;
    sentAt = clock.monotonic();
  }

  function onItem(item: Item): void {
    const key: unknown = item[options.key];
    if (typeof key === 'number' || typeof key === 'string') {
      changes.set(key, item);
      if (!scheduled) schedule();
    } else if (!stopped) {
      options.onFault(new Error(`An item has no ${String(options.key)}.`));
    }
  }

  function onRemoved(key: Key): void {
    changes.remove(key);
    if (!scheduled) schedule();
  }

  return {
    start() {
      guarded(() => {
        unsubscribe = feed.subscribe(onItem, onRemoved);
        sendSnapshot();
      });
    },
    took() {
      if (framesOnTheWay === 0) return false;
      framesOnTheWay -= 1;
      if (!changes.isEmpty()) schedule();
      return true;
    },
    stop() {
      stopped = true;
      timer?.cancel();
      unsubscribe?.();
      unsubscribe = null;
    },
  };
}

function newestPerKey<Item>(): Changes<Item> {
  const gone = Symbol('removed');
  const newest = new Map<Key, Item | typeof gone>();
  return {
    set: (key, item) => void newest.set(key, item),
    remove: (key) => void newest.set(key, gone),
    isEmpty: () => newest.size === 0,
    hasOverflowed: () => false,
    clear: () => newest.clear(),
    take() {
      const batch: Batch<Item> = { items: [], removed: [] };
      for (const [key, item] of newest) {
        if (item === gone) batch.removed.push(key);
        else batch.items.push(item);
      }
      newest.clear();
      return [batch];
    },
  };
}

function everyChange<Item>(): Changes<Item> {
  let batches: Batch<Item>[] = [];
  let count = 0;
  let overflowed = false;

  /** The batch to write to, or null when the reader needs a snapshot anyway. */
  function room(startsAnew: (last: Batch<Item>) => boolean): Batch<Item> | null {
    if (count >= maxQueuedChanges) {
      overflowed = true;
      batches = [];
    }
    if (overflowed) return null;
    count += 1;
    const last = batches.at(-1);
    if (last !== undefined && !startsAnew(last)) return last;
    const batch: Batch<Item> = { items: [], removed: [] };
    batches.push(batch);
    return batch;
  }

  function clear(): void {
    batches = [];
    count = 0;
    overflowed = false;
  }

  return {
    // An item after a removal may bring the same key back, so it must not move ahead of it.
    set: (_key, item) => void room((last) => last.removed.length > 0)?.items.push(item),
    remove: (key) => void room(() => false)?.removed.push(key),
    isEmpty: () => count === 0,
    hasOverflowed: () => overflowed,
    clear,
    take() {
      const taken = batches;
      clear();
      return taken;
    },
  };
}
