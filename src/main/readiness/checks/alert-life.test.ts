import { describe, expect, it } from 'vitest';

import { demandProblems, escalatedAfterMs, lifeProblems, type AlertLife } from './alert-life.ts';

const entry = (seconds: number, change: AlertLife['expected'][number]['change'], by: string) => ({
  seq: seconds + 1,
  severity: 'critical' as const,
  at: new Date(Date.UTC(2026, 0, 5, 10) + seconds * 1_000).toISOString(),
  by,
  change,
  sentence: change === 'acknowledged' ? `${by} acknowledged it: Seen.` : 'It happened.',
});
const entries = [
  entry(0, 'raised', 'desk'),
  entry(301, 'escalated', 'desk'),
  entry(302, 'acknowledged', 'anna'),
  entry(303, 'cleared', 'desk'),
  entry(304, 'resolved', 'anna'),
];
const life: AlertLife = {
  what: 'An order',
  entries,
  expected: entries.map(({ change, by }) => ({ change, by })),
  acknowledgeBy: entry(300, 'raised', 'desk').at,
  notes: ['Seen.'],
};
const told =
  'raised by desk, escalated by desk, acknowledged by anna, cleared by desk, resolved by anna';

describe('an alert', () => {
  it.each<[string, Partial<AlertLife>, string[]]>([
    ['lives as it must', {}, []],
    [
      'is never escalated',
      { entries: entries.toSpliced(1, 1) },
      [
        `An order: its history is raised by desk, acknowledged by anna, cleared by desk, resolved by anna, and must be ${told}.`,
      ],
    ],
    [
      'is escalated too early',
      { entries: entries.with(1, entry(299, 'escalated', 'desk')) },
      ['An order: it was escalated before its time had run out.'],
    ],
    [
      'is acknowledged by another than is said',
      { entries: entries.with(2, entry(302, 'acknowledged', 'bert')) },
      [
        `An order: its history is ${told.replace('acknowledged by anna', 'acknowledged by bert')}, and must be ${told}.`,
      ],
    ],
    [
      'goes back in time',
      { entries: entries.with(3, entry(200, 'cleared', 'desk')) },
      ['An order: its history goes back in time.'],
    ],
    [
      'loses its note',
      { notes: ['Seen.', 'Again.'] },
      ['An order: the note “Again.” is not on record.'],
    ],
  ])('%s', (_what, change, said) => {
    expect(lifeProblems({ ...life, ...change })).toEqual(said);
  });

  it('is escalated so long after its time', () => {
    expect(escalatedAfterMs(life)).toBe(1_000);
    expect(escalatedAfterMs({ ...life, entries: [] })).toBeNull();
    expect(escalatedAfterMs({ ...life, acknowledgeBy: null })).toBeNull();
  });

  it('does what must not be', () => {
    const demands = [
      { what: 'it waits for a person', met: false },
      { what: 'it is quiet', met: true },
    ];
    expect(demandProblems(demands)).toEqual(['It was not so that it waits for a person.']);
  });
});
