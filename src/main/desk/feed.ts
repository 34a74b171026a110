import type { TopicFeed } from '#shared/contract/service.ts';

type Key = string | number;

interface Reader<Item> {
  onItem: (item: Item) => void;
  onRemoved: (key: Key) => void;
}

/** A topic's source: what it holds, and the readers to tell when it changes. */
export interface Feed<Item> extends TopicFeed<Item> {
  publish(item: Item): void;
  remove(key: Key): void;
  /** How many listen now; work nobody reads need not be done. */
  readonly readers: number;
}

/** A feed over a snapshot that somebody else keeps. */
export function createFeed<Item>(snapshot: () => readonly Item[]): Feed<Item> {
  const readers = new Set<Reader<Item>>();
  return {
    snapshot,
    subscribe(onItem, onRemoved) {
      const reader = { onItem, onRemoved };
      readers.add(reader);
      return () => readers.delete(reader);
    },
    publish(item) {
      tellAll(readers, (reader) => reader.onItem(item));
    },
    remove(key) {
      tellAll(readers, (reader) => reader.onRemoved(key));
    },
    get readers() {
      return readers.size;
    },
  };
}

/** Tells every reader, also those after one that throws; then throws what the first of those threw. */
function tellAll<Item>(
  readers: Iterable<Reader<Item>>,
  tell: (reader: Reader<Item>) => void,
): void {
  const failures: unknown[] = [];
  for (const reader of readers) {
    try {
      tell(reader);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
