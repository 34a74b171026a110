import { describe, expect, test } from 'vitest';

import type { ChecklistRow } from '#shared/domain/certification.ts';
import type { Person } from '#shared/domain/people.ts';

import { evidenceGaps, phasesWithoutRuns } from '../evidence-gaps.ts';
import { attempt, run } from '../report/facts-of-attempt.fixture.ts';
import { pairOf, signerProblems } from '../signers.ts';
import { checklistProblems } from './checklist-stands.ts';
import { recommendationProblems } from './recommendations-drawn.ts';
import { reportGaps } from './report-builds.ts';

const file = (name: string) => ({ file: name, title: name, sha256: 'a'.repeat(64), bytes: 4 });
const left = run('one', { phase: 1, evidence: [file('one.txt')] });
const one = { checkId: 'one', phase: 1 as const };

/** As many sentences as patterns, each matching its own. */
function expectWords(found: readonly string[], says: readonly RegExp[]): void {
  expect(found).toHaveLength(says.length);
  for (const [nth, pattern] of says.entries()) expect(found[nth]).toMatch(pattern);
}

describe('evidence', () => {
  test.each([
    { of: 'what is whole', runs: [left], says: [] },
    { of: 'a check that has not run', runs: [], says: ['one has no run in this attempt.'] },
    {
      of: 'a check that passed and left nothing',
      runs: [{ ...left, evidence: [] }],
      says: ['one has passed and left no evidence.'],
    },
    {
      of: 'a check that failed and left nothing',
      runs: [{ ...left, result: 'failed' as const, evidence: [] }],
      says: [],
    },
    {
      of: 'a file of two runs',
      runs: [left, { ...left, checkId: 'two' }],
      says: ['one.txt is the evidence of two runs.'],
    },
  ])('of $of it says what is missing', ({ runs, says }) => {
    expect(evidenceGaps([one, { checkId: 'last', phase: 6 }], runs)).toEqual(says);
  });

  test('a phase that has left no run was no part of the attempt', () => {
    expect(phasesWithoutRuns([{ phase: 1 }, { phase: 3 }, { phase: 6 }])).toEqual([2, 4, 5]);
  });
});

describe('signers', () => {
  const person = (personId: string, ...roles: Person['roles']): Person => ({
    personId,
    name: personId,
    roles,
  });
  const tester = person('t', 'tester');
  const officer = person('r', 'risk-officer');
  const both = person('b', 'tester', 'risk-officer');

  test.each([
    { of: 'two people', people: [tester, officer], known: null, says: [] },
    { of: 'one who could do both, and another', people: [both, officer], known: null, says: [] },
    {
      of: 'one who could do both, alone',
      people: [both],
      known: null,
      says: ['One person alone could give both signatures. Two people are needed.'],
    },
    {
      of: 'no tester',
      people: [officer, person('o', 'operator')],
      known: null,
      says: ['Nobody could sign as tester: no one has that right.'],
    },
    {
      of: 'a risk officer without a passphrase',
      people: [tester, officer],
      known: new Set(['t']),
      says: ['Nobody could sign as risk officer: no one has that right and a passphrase.'],
    },
  ])('of $of it says why nobody can sign', ({ people, known, says }) => {
    expect(signerProblems(people, known)).toEqual(says);
    expect(pairOf(people, known) === null).toBe(says.length > 0);
  });
});

describe('the checklist', () => {
  const { configuration } = attempt;
  const item = { itemId: 'keys', area: 'People', title: 'Keys', how: 'Look.', checklistVersion: 2 };
  const tick = {
    itemId: 'keys',
    title: 'Keys',
    checklistVersion: 2,
    note: '',
    attachment: null,
    configuration,
    by: 't',
    at: '2026-01-05T10:00:00.000Z',
  };
  const open: ChecklistRow = { ...item, tick: null, outdated: null };
  const ticked: ChecklistRow = { ...open, tick };

  test.each<{ of: string; rows: ChecklistRow[]; says: RegExp[] }>([
    { of: 'open and done items', rows: [ticked, { ...open, itemId: 'doors' }], says: [] },
    { of: 'no item', rows: [], says: [/has no item/] },
    { of: 'an item that is there twice', rows: [open, open], says: [/keys is listed twice/] },
    {
      of: 'a tick of another version',
      rows: [{ ...ticked, tick: { ...tick, checklistVersion: 1 } }],
      says: [/“Keys” counts as done by a tick of another version/],
    },
    {
      of: 'a tick of another version that does not count',
      rows: [{ ...ticked, tick: { ...tick, checklistVersion: 1 }, outdated: 'Look again.' }],
      says: [],
    },
    {
      of: 'a tick under other limits',
      rows: [
        {
          ...ticked,
          tick: { ...tick, configuration: { ...configuration, limitsHash: 'f'.repeat(64) } },
        },
      ],
      says: [/“Keys” counts as done, and since then .*limits/],
    },
  ])('of $of it says what is wrong', ({ rows, says }) => {
    expectWords(checklistProblems(rows, configuration), says);
  });
});

describe('the report', () => {
  const names = [
    'report.html',
    'report.pdf',
    'checks.csv',
    'figures.csv',
    'recommendations.json',
    '1_2026-01-05T10-00-00Z.json',
    'evidence/one.txt',
  ];
  const whole = {
    files: names.map((name) => file(name)),
    journal: { seq: 9, hash: 'b'.repeat(64) },
    problems: [],
  };

  test.each([
    { of: 'a whole report', report: whole, says: [] },
    ...names.map((name) => ({
      of: `a report without ${name}`,
      report: { ...whole, files: whole.files.filter((each) => each.file !== name) },
      says: [/^The report (has no|does not have) /],
    })),
    {
      of: 'evidence that is another',
      report: {
        ...whole,
        files: whole.files.map((each) =>
          each.file === 'evidence/one.txt' ? { ...each, sha256: 'c'.repeat(64) } : each,
        ),
      },
      says: [/does not have one\.txt as it was recorded/],
    },
    {
      of: 'an empty file',
      report: {
        ...whole,
        files: whole.files.map((each) =>
          each.file === 'report.pdf' ? { ...each, bytes: 0 } : each,
        ),
      },
      says: [/^report\.pdf is empty/],
    },
    {
      of: 'facts that are left out',
      report: { ...whole, journal: { ...whole.journal, seq: 7 } },
      says: [/from facts up to 7, and there were 8/],
    },
    {
      of: 'what its manifest says',
      report: { ...whole, problems: ['checks.csv was altered.'] },
      says: [/^checks\.csv was altered/],
    },
  ])('of $of it says what is missing', ({ report, says }) => {
    expectWords(reportGaps(report, [left], 8), says);
  });
});

describe('recommendations', () => {
  const near = {
    figureId: 'latency',
    title: 'Latency',
    value: 9,
    unit: 'ms',
    threshold: { compare: 'at-most' as const, value: 10 },
  };
  const close = { reason: 'close' as const, checkId: 'one', figureId: 'latency' };
  const failed = { reason: 'failed' as const, checkId: 'one', figureId: null };

  test.each([
    { of: 'nothing near', found: [], given: {}, says: [] },
    { of: 'a near figure that is named', found: [close], given: { figures: [near] }, says: [] },
    {
      of: 'a near figure that is not named',
      found: [],
      given: { figures: [near] },
      says: [/^Nothing is recommended of latency of one/],
    },
    {
      of: 'a rate that is near the least it must be',
      found: [],
      given: {
        figures: [{ ...near, value: 11, threshold: { compare: 'at-least' as const, value: 10 } }],
      },
      says: [/^Nothing is recommended of latency of one/],
    },
    {
      of: 'nearly all points, of which most are needed',
      found: [],
      given: {
        figures: [
          {
            ...near,
            unit: 'points',
            value: 99.9,
            threshold: { compare: 'at-least' as const, value: 90 },
          },
        ],
      },
      says: [],
    },
    {
      of: 'points of which nearly all that may be missing are',
      found: [],
      given: {
        figures: [
          {
            ...near,
            unit: 'points',
            value: 91,
            threshold: { compare: 'at-least' as const, value: 90 },
          },
        ],
      },
      says: [/^Nothing is recommended of latency of one/],
    },
    {
      of: 'a far figure that is called near',
      found: [close],
      given: { figures: [{ ...near, value: 1 }] },
      says: [/called near its threshold and is not/],
    },
    {
      of: 'a failure that is named',
      found: [failed],
      given: { result: 'failed' as const },
      says: [],
    },
    {
      of: 'a failure that is not named',
      found: [],
      given: { result: 'failed' as const },
      says: [/Nothing is recommended of one, which was failed/],
    },
    {
      of: 'a check that did not run',
      found: [{ ...failed, checkId: 'two' }],
      given: {},
      says: [/recommended of two, which has not run/],
    },
  ])('of $of it says what is wrong', ({ found, given, says }) => {
    expectWords(recommendationProblems(found, [run('one', given)]), says);
  });
});
