import { ContractError } from '#shared/contract/error.ts';
import type { DeskTopics, TopicFeed } from '#shared/contract/service.ts';
import {
  topics,
  type TopicItem,
  type TopicName,
  type TopicParams,
} from '#shared/contract/topics.ts';

/** A window's session outlives every desk. */
type DeskTopicName = Exclude<TopicName, 'session'>;

interface Listener {
  /** Lets go of the desk of before and takes up the one of now. */
  move(): void;
}

/**
 * Topics that outlive the desk behind them: when another gateway is chosen, every reader loses what it held of the
 * old desk and gets what the new one holds, without connecting anew.
 */
export class SwitchableFeeds {
  readonly #listeners = new Set<Listener>();
  readonly #current: () => Omit<DeskTopics, 'session'>;

  constructor(current: () => Omit<DeskTopics, 'session'>) {
    this.#current = current;
  }

  /** To be called after the desk behind the topics has changed. */
  switched(): void {
    for (const listener of this.#listeners) listener.move();
  }

  source<T extends DeskTopicName>(topic: T): (params: TopicParams<T>) => TopicFeed<TopicItem<T>> {
    return (params) => this.#feed(topic, params);
  }

  #feed<T extends DeskTopicName>(topic: T, params: TopicParams<T>): TopicFeed<TopicItem<T>> {
    const open = (): TopicFeed<TopicItem<T>> => this.#current()[topic](params);
    const openOrNothing = (): TopicFeed<TopicItem<T>> => {
      try {
        return open();
      } catch (error) {
        // The desk of now may not have what was looked at: an instrument that only the old one knew.
        if (!(error instanceof ContractError)) throw error;
        return { snapshot: () => [], subscribe: () => () => {} };
      }
    };
    const keyOf = keyReader(topics[topic].key);
    let feed = open();
    return {
      snapshot: () => feed.snapshot(),
      subscribe: (onItem, onRemoved) => {
        let leave = feed.subscribe(onItem, onRemoved);
        const listener: Listener = {
          move() {
            const old = feed.snapshot();
            leave();
            feed = openOrNothing();
            for (const item of old) onRemoved(keyOf(item));
            leave = feed.subscribe(onItem, onRemoved);
            for (const item of feed.snapshot()) onItem(item);
          },
        };
        this.#listeners.add(listener);
        return () => {
          this.#listeners.delete(listener);
          leave();
        };
      },
    };
  }
}

function keyReader(field: string): (item: object) => string | number {
  return (item) => {
    const key: unknown = Reflect.get(item, field);
    if (typeof key === 'string' || typeof key === 'number') return key;
    throw new TypeError(`A topic's items have no key in ${field}.`);
  };
}
