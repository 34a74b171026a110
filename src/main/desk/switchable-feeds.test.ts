import { beforeEach, describe, expect, test } from 'vitest';

import { ContractError } from '#shared/contract/error.ts';
import type { DeskTopics } from '#shared/contract/service.ts';
import { emptyQuote, type Quote } from '#shared/domain/quote.ts';

import { createFeed, type Feed } from './feed.ts';
import { SwitchableFeeds } from './switchable-feeds.ts';

/** A desk that has quotes, and bars of the instruments it knows. */
class DeskWithQuotes {
  readonly held: Quote[];
  readonly quotes: Feed<Quote>;
  readonly bars = createFeed(() => []);
  readonly topics: Omit<DeskTopics, 'session'>;

  constructor(knows: number[]) {
    this.held = knows.map((instrumentId) => emptyQuote(instrumentId));
    this.quotes = createFeed(() => this.held);
    const none = createFeed<never>(() => []);
    this.topics = {
      status: () => none,
      watchlist: () => none,
      orders: () => none,
      executions: () => none,
      positions: () => none,
      account: () => none,
      alerts: () => none,
      silences: () => none,
      deliveries: () => none,
      simulator: () => none,
      depth: () => none,
      activity: () => none,
      proposals: () => none,
      risk: () => none,
      pnl: () => none,
      kill: () => none,
      monitoring: () => none,
      readiness: () => none,
      checks: () => none,
      attempts: () => none,
      load: () => none,
      loadSamples: () => none,
      loadRuns: () => none,
      checklist: () => none,
      waivers: () => none,
      certificate: () => none,
      quotes: () => this.quotes,
      bars: ({ instrumentId }) => {
        if (knows.includes(instrumentId)) return this.bars;
        throw new ContractError({ code: 'not-found', message: 'Unknown.', advice: '' });
      },
    };
  }
}

let practice: DeskWithQuotes;
let paper: DeskWithQuotes;
let now: DeskWithQuotes;
let feeds: SwitchableFeeds;
beforeEach(() => {
  practice = new DeskWithQuotes([1, 2]);
  paper = new DeskWithQuotes([3]);
  now = practice;
  feeds = new SwitchableFeeds(() => now.topics);
});

function switchToPaper(): void {
  now = paper;
  feeds.switched();
}

describe('topics whose desk changes', () => {
  test('take away what the old desk had, bring what the new one has, and go on from there', () => {
    const heard: string[] = [];
    const feed = feeds.source('quotes')({});
    const leave = feed.subscribe(
      ({ instrumentId }) => heard.push(`+${instrumentId}`),
      (key) => heard.push(`-${key}`),
    );
    practice.quotes.publish(emptyQuote(1));
    switchToPaper();
    practice.quotes.publish(emptyQuote(2));
    paper.quotes.publish(emptyQuote(3));
    expect(heard).toEqual(['+1', '-1', '-2', '+3', '+3']);
    expect(feed.snapshot()).toEqual([emptyQuote(3)]);
    expect(practice.quotes.readers).toBe(0);
    leave();
    expect(paper.quotes.readers).toBe(0);
    switchToPaper();
    expect(paper.quotes.readers).toBe(0);
  });

  test('are empty where the new desk does not know what was looked at, and the others still move', () => {
    const bars = feeds.source('bars')({ instrumentId: 1, barSize: '1 min' });
    const leaveBars = bars.subscribe(
      () => {},
      () => {},
    );
    feeds
      .source('quotes')({})
      .subscribe(
        () => {},
        () => {},
      );
    switchToPaper();
    expect(bars.snapshot()).toEqual([]);
    expect(practice.bars.readers).toBe(0);
    expect(paper.quotes.readers).toBe(1);
    leaveBars();
  });

  test('refuse at once what the desk of now does not know', () =>
    expect(() => feeds.source('bars')({ instrumentId: 9, barSize: '1 min' })).toThrow('Unknown.'));
});
