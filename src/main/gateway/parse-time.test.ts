import { describe, expect, it } from 'vitest';

import { formatBrokerUtc, parseBrokerTime, zoneOfConnectionTime } from './parse-time.ts';

function iso(text: string, zone: string | null = null): string | null {
  const at = parseBrokerTime(text, zone);
  return at === null ? null : new Date(at).toISOString();
}

describe('times of the gateway', () => {
  it.each([
    ['20260413 15:27:04 US/Eastern', '2026-04-13T19:27:04.000Z'],
    ['20260113 15:27:04 US/Eastern', '2026-01-13T20:27:04.000Z'],
    ['20260413 15:27:04 America/New_York', '2026-04-13T19:27:04.000Z'],
    ['20260413 21:27:04 Central European Standard Time', '2026-04-13T19:27:04.000Z'],
    ['20260405 23:49:26 CET', '2026-04-05T21:49:26.000Z'],
    ['20260413  15:27:04 UTC', '2026-04-13T15:27:04.000Z'],
    ['20260413-15:27:04', '2026-04-13T15:27:04.000Z'],
    ['20260413-15:27:04 US/Eastern', '2026-04-13T19:27:04.000Z'],
    ['1776108424', '2026-04-13T19:27:04.000Z'],
    ['1776108423939', '2026-04-13T19:27:03.939Z'],
    ['20260413', '2026-04-13T00:00:00.000Z'],
    ['2026-04-05T10:00:00Z', '2026-04-05T10:00:00.000Z'],
  ])('%s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it.each([
    // Spring forward on 8 March 2020, 02:00 → 03:00.
    ['20200308 01:59:59 US/Eastern', '2020-03-08T06:59:59.000Z'],
    ['20200308 03:00:00 US/Eastern', '2020-03-08T07:00:00.000Z'],
    // An hour that did not exist: as if the clocks had not changed.
    ['20200308 02:30:00 US/Eastern', '2020-03-08T07:30:00.000Z'],
    // Autumn back on 1 November 2020: 01:30 happened twice, the first counts.
    ['20201101 01:30:00 US/Eastern', '2020-11-01T05:30:00.000Z'],
    ['20201101 02:00:00 US/Eastern', '2020-11-01T07:00:00.000Z'],
    ['20201025 02:30:00 Europe/Berlin', '2020-10-25T00:30:00.000Z'],
    ['20200329 03:00:00 Europe/Berlin', '2020-03-29T01:00:00.000Z'],
  ])('where the clocks change: %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it('uses the zone of the connection where a text names none, and does not guess without it', () => {
    expect(iso('20260413 15:27:04', 'US/Eastern')).toBe('2026-04-13T19:27:04.000Z');
    expect(iso('20260413 15:27:04')).toBeNull();
  });

  it.each([
    '',
    'finished',
    '20260631',
    '20260230 10:00:00 UTC',
    '20260413 15:27:04 Middle-earth',
    '13:00',
    'NaN',
  ])('takes nothing for a time that is none: "%s"', (text) => {
    expect(iso(text)).toBeNull();
  });

  it('finds the zone in the connection time', () => {
    expect(zoneOfConnectionTime('20260405 23:49:26 Central European Standard Time')).toBe(
      'Central European Standard Time',
    );
    expect(zoneOfConnectionTime('20260405 12:00:00 CET')).toBe('CET');
    expect(zoneOfConnectionTime('20260405 12:00:00 Somewhere')).toBeNull();
    expect(zoneOfConnectionTime('20260405 12:00:00')).toBeNull();
  });

  it('writes what it reads', () => {
    const at = Date.UTC(2026, 3, 13, 15, 27, 4);
    expect(formatBrokerUtc(at)).toBe('20260413-15:27:04');
    expect(parseBrokerTime(formatBrokerUtc(at), null)).toBe(at);
  });
});
