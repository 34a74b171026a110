import { describe, expect, test } from 'vitest';

import { monitorGroups, monitors } from './every-monitor.ts';
import { LooksOnRecord } from './monitor-looks.ts';

const opened = 1_000_000;

function looksAfter(...elapsedMs: number[]): LooksOnRecord {
  const record = new LooksOnRecord(opened, 50);
  for (const elapsed of elapsedMs) record.note(monitors, 50 + elapsed);
  return record;
}

describe('looks of monitors', () => {
  test('every monitor belongs to one group', () => {
    const grouped = monitorGroups.flatMap((each) => each.monitors.map(({ id }) => id));
    expect(grouped).toEqual(monitors.map(({ id }) => id));
    expect(new Set(grouped).size).toBe(monitors.length);
  });

  test('are kept by group, from when the desk was opened on', () => {
    const { groups } = looksAfter(1000, 2000, 7000);
    expect(groups.map(({ group }) => group)).toEqual([
      'link',
      'orders',
      'market',
      'loss',
      'machine',
    ]);
    for (const { looks } of groups) {
      expect(looks).toEqual([opened + 1000, opened + 2000, opened + 7000]);
    }
  });

  test('of a part of a group are none of the group', () => {
    const record = new LooksOnRecord(opened, 0);
    const [link] = monitorGroups;
    record.note(link?.monitors.slice(1) ?? [], 1000);
    expect(record.groups.flatMap(({ looks }) => looks)).toEqual([]);
    record.note(link?.monitors ?? [], 2000);
    expect(record.groups.flatMap(({ looks }) => looks)).toEqual([opened + 2000]);
  });

  test('that follow each other at once do not push out those before', () => {
    const many = Array.from({ length: 5000 }, (_, nth) => 1000 + nth / 10);
    expect(looksAfter(...many, 1500, 1501).of('loss')).toEqual([opened + 1000, opened + 1500]);
  });

  test('of a quarter of an hour are kept, and no more', () => {
    const seconds = Array.from({ length: 1000 }, (_, nth) => (nth + 1) * 1000);
    const looks = looksAfter(...seconds).of('machine');
    expect(looks).toHaveLength(900);
    expect([looks[0], looks.at(-1)]).toEqual([opened + 101_000, opened + 1_000_000]);
  });
});
