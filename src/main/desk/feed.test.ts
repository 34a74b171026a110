import { describe, expect, test } from 'vitest';

import { createFeed } from './feed.ts';

const ignore = (): void => {};

describe('a feed', () => {
  test('tells every reader of items and removals until it leaves', () => {
    const feed = createFeed<string>(() => ['held']);
    const heard: unknown[] = [];
    const leave = feed.subscribe(
      (item) => heard.push(item),
      (key) => heard.push(key),
    );
    feed.publish('item');
    feed.remove(7);
    expect(feed.readers).toBe(1);
    leave();
    leave();
    feed.publish('late');
    expect(heard).toEqual(['item', 7]);
    expect(feed.readers).toBe(0);
    expect(feed.snapshot()).toEqual(['held']);
  });

  test('tells the readers after one that throws, and then throws', () => {
    const feed = createFeed<string>(() => []);
    const heard: string[] = [];
    feed.subscribe(() => {
      throw new Error('a window broke');
    }, ignore);
    feed.subscribe((item) => heard.push(item), ignore);
    expect(() => feed.publish('item')).toThrow('a window broke');
    expect(heard).toEqual(['item']);
  });

  test('lets a reader leave while it is being told', () => {
    const feed = createFeed<string>(() => []);
    const heard: string[] = [];
    const leave = feed.subscribe((item) => {
      heard.push(item);
      leave();
    }, ignore);
    feed.publish('one');
    feed.publish('two');
    expect(heard).toEqual(['one']);
  });
});
