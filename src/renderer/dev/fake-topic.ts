import type { TopicReader } from '../desk-connection.ts';

export type Key = string | number;

/** A topic of the fake desk: what it holds, and who listens. */
export class FakeTopic<Item> {
  readonly rows = new Map<Key, Item>();
  readonly readers = new Set<TopicReader<Item>>();
  readonly keyOf: (item: Item) => Key;

  constructor(keyOf: (item: Item) => Key) {
    this.keyOf = keyOf;
  }

  put(...items: Item[]): void {
    for (const item of items) this.rows.set(this.keyOf(item), item);
    for (const reader of this.readers) reader.onItems(items, []);
  }

  drop(key: Key): void {
    this.rows.delete(key);
    for (const reader of this.readers) reader.onItems([], [key]);
  }

  listen(reader: TopicReader<Item>): () => void {
    this.readers.add(reader);
    queueMicrotask(() => {
      reader.onSnapshot([...this.rows.values()]);
    });
    return () => {
      this.readers.delete(reader);
    };
  }
}
