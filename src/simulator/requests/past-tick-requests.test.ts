import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { bareGateway, type CoreClient } from '../core-client.fixture.ts';
import type { Field } from '../wire/fields.ts';

let clock: VirtualClock;
let client: CoreClient;

const spy = 756733;
const euro = 12087792;
/** The simulated day begins at 09:30 Eastern, an hour after 13:30 UTC as summer time has begun. */
const open = Date.UTC(2020, 2, 9, 13, 30) / 1000;

function contract(conId: number): Field[] {
  return [conId, '', '', '', 0, '', '', '', '', '', '', ''];
}

beforeEach(() => {
  clock = new VirtualClock();
  client = bareGateway(clock).client();
  clock.advance(60_000);
  client.forget();
});

const ask = (
  id: number,
  conId: number,
  show: string,
  { start = '', end = '', count = 10 }: { start?: string; end?: string; count?: number },
): void => client.send(96, id, ...contract(conId), 0, start, end, count, show, 1, 0, '');

/** The ticks of an answer as rows of numbers. */
function rows(id: number, width: number): number[][] {
  const [fields = []] = client.of(id);
  const values = fields.slice(3, -1).map(Number);
  return Array.from({ length: Number(fields[2]) }, (_, i) =>
    values.slice(i * width, (i + 1) * width),
  );
}

describe('past ticks', () => {
  it('before a moment are the last ones, in the order of time, and say that they are all', () => {
    ask(5, spy, 'TRADES', { end: '20200309 09:30:30 US/Eastern' });
    const trades = rows(98, 6);
    expect(trades).toHaveLength(10);
    const times = trades.map(([time = 0]) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBe(open + 30);
    expect(client.of(98)[0]?.at(-1)).toBe('1');
  });

  it('from a moment on are the first ones', () => {
    ask(5, spy, 'MIDPOINT', { start: '20200309-13:30:10', count: 3 });
    const times = rows(96, 4).map(([time = 0]) => time);
    expect(times).toHaveLength(3);
    expect(times[0]).toBe(open + 10);
  });

  it('are those that were streamed', () => {
    client.send(97, 9, ...contract(spy), 'BidAsk', 0, 0);
    clock.advance(20_000);
    const streamed = client
      .of(99)
      .map((fields) => [3, 4, 5, 6, 7].map((at) => Number(fields[at])).join(' '));
    ask(5, spy, 'BID_ASK', { end: '20200309-13:31:20', count: 15 });
    const past = rows(97, 6).map(([time, , ...tick]) => [time, ...tick].join(' '));
    expect(past.length).toBeGreaterThan(5);
    for (const tick of past) expect(streamed).toContain(tick);
  });

  it('never reach into the future', () => {
    ask(5, spy, 'TRADES', { end: '20200309 15:00:00 US/Eastern' });
    expect(Math.max(...rows(98, 6).map(([time = 0]) => time))).toBe(open + 60);
    client.forget();
    ask(6, spy, 'TRADES', { start: '20200309 15:00:00 US/Eastern' });
    expect(rows(98, 6)).toEqual([]);
  });

  it('come in front of tick-by-tick data when that is asked for', () => {
    client.send(97, 9, ...contract(spy), 'AllLast', 5, 0);
    expect(rows(98, 6)).toHaveLength(5);
    clock.advance(5000);
    expect(client.of(99).length).toBeGreaterThan(0);
  });

  it.each([
    ['for what does not exist', () => ask(5, 1, 'TRADES', { end: '20200309-13:31:00' }), 200],
    ['of an unknown kind', () => ask(5, spy, 'ASK', { end: '20200309-13:31:00' }), 321],
    ['of trades in a currency', () => ask(5, euro, 'TRADES', { end: '20200309-13:31:00' }), 162],
    ['with neither start nor end', () => ask(5, spy, 'TRADES', {}), 321],
    [
      'with both',
      () => ask(5, spy, 'TRADES', { start: '20200309-13:31:00', end: '20200309-13:32:00' }),
      321,
    ],
    ['of too many', () => ask(5, spy, 'TRADES', { end: '20200309-13:31:00', count: 1001 }), 321],
    ['at no time', () => ask(5, spy, 'TRADES', { end: 'noon' }), 321],
  ])('%s are refused', (_, request, code) => {
    request();
    expect(client.errors()).toMatchObject([{ id: 5, code }]);
  });
});
