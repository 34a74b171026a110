import { beforeEach, describe, expect, it } from 'vitest';

import { emptyQuote } from '#shared/domain/quote.ts';

import { adoptDesk } from '../../stores/connection-store.ts';
import { deskDouble, type DeskDouble } from '../../stores/desk-double.fixture.ts';
import { listenToDesk } from '../../stores/desk-topics.ts';
import { spyInstrument } from '../../../../test/support/spy-instrument.ts';
import { changePercent, createWatchRows, staleAgeOf, type WatchRow } from './watch-rows.ts';

const quote = { ...emptyQuote(7), last: 95, close: 100, receivedAt: 10_000 };

describe('the change of the day', () => {
  it.each([
    [quote, -5],
    [{ ...quote, last: null }, null],
    [{ ...quote, last: null, bid: 109, ask: 111 }, 10],
    [{ ...quote, close: null }, null],
    [{ ...quote, close: 0 }, null],
    [null, null],
  ])('%#', (given, percent) => {
    expect(changePercent(given)).toBe(percent);
  });
});

describe('the age of a quote', () => {
  it.each([
    [quote, 13_000, null],
    [quote, 14_200, '4.2 s'],
    [{ ...quote, receivedAt: 0 }, 99_000, null],
    [null, 99_000, null],
  ])('%#', (given, now, age) => {
    expect(staleAgeOf(given, now, 3_000)).toBe(age);
  });
});

describe('the rows of the watchlist', () => {
  const instrument = { ...spyInstrument, instrumentId: 7 };
  let desk: DeskDouble;
  let heard: WatchRow[];
  let rows: ReturnType<typeof createWatchRows>;

  beforeEach(() => {
    desk = deskDouble();
    adoptDesk(desk);
    listenToDesk();
    desk.tell('watchlist', [{ instrumentId: 7, instrument, quoteProblem: null }]);
    rows = createWatchRows();
    heard = [];
    return rows.subscribe((change) => {
      if (change !== null) heard.push(...change.rows);
    });
  });

  it('pass on each quote of a watched instrument, and no other', () => {
    desk.tell('quotes', [quote, { ...quote, instrumentId: 8 }]);
    expect(heard.map(({ instrumentId, quote: told }) => [instrumentId, told?.last])).toEqual([
      [7, 95],
    ]);
  });

  it('grow stale once and are fresh again with the next quote', () => {
    desk.tell('quotes', [quote]);
    rows.age(14_000, 3_000);
    rows.age(14_010, 3_000);
    desk.tell('quotes', [{ ...quote, receivedAt: 14_100 }]);
    expect(heard.map(({ staleAge }) => staleAge)).toEqual([null, '4.0 s', null]);
  });
});
