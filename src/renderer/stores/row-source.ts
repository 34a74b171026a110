import type { RowSource } from '../ui/Blotter.tsx';
import type { TopicStore } from './topic-store.ts';

/** A topic as a blotter wants it. */
export function rowsOf<Row>(topic: TopicStore<Row>): RowSource<Row> {
  return {
    read: () => {
      const { loaded, rows } = topic.store.getState();
      return { loaded, rows: rows.values() };
    },
    subscribe: (onChange) =>
      topic.store.subscribe(({ change }) => {
        onChange(change.kind === 'all' ? null : change);
      }),
  };
}
