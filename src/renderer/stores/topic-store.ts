import { createStore, useStore, type StoreApi } from 'zustand';

import type { TopicItem, TopicName, TopicParams } from '#shared/contract/topics.ts';

import { listen } from './connection-store.ts';

export type RowKey = string | number;

/** What changed last: everything, or single rows. A grid applies it instead of comparing all rows. */
export type RowChange<Row> =
  | { kind: 'all' }
  | { kind: 'some'; rows: readonly Row[]; removed: readonly RowKey[] };

export interface TopicState<Row> {
  /** False until the first snapshot came. */
  loaded: boolean;
  rows: ReadonlyMap<RowKey, Row>;
  change: RowChange<Row>;
}

export interface TopicStore<Row> {
  store: StoreApi<TopicState<Row>>;
  keyOf: (row: Row) => RowKey;
  /** Starts listening; returns how to stop. */
  start(): () => void;
}

/** How to forget each topic but that of the window's session, which tells who may know the others. */
const forgetting: (() => void)[] = [];

/** Forgets what every topic said, as before the first word. */
export function forgetTopics(): void {
  for (const forget of forgetting) forget();
}

/** A store that holds what a topic of the desk says, keyed, newest of each. */
export function createTopicStore<T extends TopicName>(
  topic: T,
  params: TopicParams<T>,
  keyOf: (row: TopicItem<T>) => RowKey,
): TopicStore<TopicItem<T>> {
  type Row = TopicItem<T>;
  const unheard = (): TopicState<Row> => ({
    loaded: false,
    rows: new Map(),
    change: { kind: 'all' },
  });
  const store = createStore<TopicState<Row>>(unheard);
  if (topic !== 'session') forgetting.push(() => store.setState(unheard()));
  return {
    store,
    keyOf,
    start: () =>
      listen(topic, params, {
        onSnapshot: (items) => {
          store.setState({
            loaded: true,
            rows: new Map(items.map((item) => [keyOf(item), item])),
            change: { kind: 'all' },
          });
        },
        onItems: (items, removed) => {
          const rows = new Map(store.getState().rows);
          for (const key of removed) rows.delete(key);
          for (const item of items) rows.set(keyOf(item), item);
          store.setState({ rows, change: { kind: 'some', rows: items, removed } });
        },
      }),
  };
}

/** What a topic holds now, or a part of it; the component draws again only when that part changes. */
export function useTopic<Row, Part>(
  topic: TopicStore<Row>,
  select: (state: TopicState<Row>) => Part,
): Part {
  return useStore(topic.store, select);
}
