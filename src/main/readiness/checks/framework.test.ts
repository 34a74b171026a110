import { describe, expect, it } from 'vitest';

import { roleCapabilities, type Person } from '#shared/domain/people.ts';

import { components } from './component-self-tests.ts';
import { unanswered } from './component-coverage.ts';
import { clockSkewMs, type GatewayReading } from './machine.ts';
import { judgePlanted } from './planted-observations.ts';
import { capabilityProblems, distinctPeople, peopleProblems } from './roles.ts';
import { storeProblem } from './store.ts';
import { versionProblems } from './what-is-certified.ts';

function person(personId: string, ...roles: Person['roles']): Person {
  return { personId, name: personId, roles };
}

describe('component coverage', () => {
  it('counts a component whose self-test failed, was skipped or never ran', () => {
    const [first, second, third, ...others] = components.map(({ selfTest }) => selfTest.checkId);
    const runs = [
      { checkId: first ?? '', result: 'failed' as const },
      { checkId: second ?? '', result: 'skipped' as const },
      ...others.map((checkId) => ({ checkId, result: 'passed' as const })),
    ];
    expect(third).toBeDefined();
    expect(unanswered(runs)).toEqual(components.slice(0, 3).map(({ component }) => component));
  });
});

describe('the clock', () => {
  const reading = (at: number, heardAt: number, rate = 1): GatewayReading => ({
    at,
    heardAt,
    rate,
  });
  it.each<[string, Parameters<typeof clockSkewMs>, number | null]>([
    ['is not known of one reading', ['paper', [reading(0, 0)]], null],
    ['is not known of none', ['simulated', []], null],
    [
      'of a broker is compared with the machine',
      ['paper', [reading(0, 0), reading(9_000, 6_500)]],
      2_500,
    ],
    [
      'of a simulated gateway may be of another year',
      ['simulated', [reading(0, 1e12), reading(5_000, 1e12 + 5_000)]],
      0,
    ],
    [
      'of a simulated gateway may run faster, as it says',
      ['simulated', [reading(0, 0, 60), reading(300_000, 5_000, 60)]],
      0,
    ],
    [
      'of a simulated gateway must not jump',
      ['simulated', [reading(0, 0), reading(65_000, 5_000)]],
      59_000,
    ],
    ['is told in whole seconds', ['simulated', [reading(0, 0), reading(4_000, 4_900)]], 0],
  ])('%s', (_what, [kind, heard], skew) => {
    expect(clockSkewMs(kind, heard)).toBe(skew);
  });
});

describe('roles', () => {
  it('are apart as they ship', () => {
    expect(capabilityProblems(roleCapabilities)).toEqual([]);
  });

  it('are not where one has both sides, or not what it needs', () => {
    const table = {
      ...roleCapabilities,
      operator: [...roleCapabilities.operator, 'trading-state.set' as const],
      tester: [],
    };
    expect(capabilityProblems(table)).toEqual([
      'The role operator has both order.place and trading-state.set: who trades would set the desk free again.',
      'The role tester cannot do readiness.run.',
      'The role tester cannot do kill.drill.',
      'The role tester cannot do journal.read.',
    ]);
  });

  it.each<[string, Person[], number | null]>([
    [
      'three people of one role each',
      [person('a', 'operator'), person('b', 'risk-officer'), person('c', 'tester')],
      3,
    ],
    [
      'one who could be two, and another who is one of them',
      [person('a', 'operator', 'risk-officer'), person('b', 'operator'), person('c', 'tester')],
      3,
    ],
    ['two people', [person('a', 'operator', 'tester'), person('b', 'risk-officer')], null],
    ['nobody', [], null],
  ])('%s', (_what, people, count) => {
    expect(distinctPeople(people)?.length ?? null).toBe(count);
    expect(peopleProblems(people)).toHaveLength(
      count === null ? Math.max(1, people.length === 0 ? 3 : 1) : 0,
    );
  });
});

describe('the store', () => {
  it.each<[Record<string, number | string>, RegExp]>([
    [{ journal_mode: 'wal', synchronous: 2 }, /^$/],
    [{ journal_mode: 'wal', synchronous: 1 }, /synchronous 1/],
    [{ journal_mode: 'delete', synchronous: 2 }, /delete mode/],
    [{}, /no known mode/],
  ])('%o', (settings, says) => {
    expect(storeProblem(settings) ?? '').toMatch(says);
  });
});

describe('versions', () => {
  const sound = { installed: '1.2.0', shown: '1.2.0', started: '1.2.0', nodeVersion: '20.19.0' };
  it.each<[Partial<typeof sound> | { started: null } | { nodeVersion: null }, number]>([
    [{}, 0],
    [{ shown: '1.1.0' }, 1],
    [{ started: null }, 1],
    [{ nodeVersion: '20.18.9' }, 1],
    [{ nodeVersion: null }, 1],
  ])('%o has %i problems', (given, problems) => {
    expect(versionProblems({ ...sound, ...given })).toHaveLength(problems);
  });
});

describe('a negative control', () => {
  const noticed = { defect: 'a', says: () => ['It is broken.'], saysOfTheSound: () => [] };
  it('passes where all is noticed', () => {
    expect(judgePlanted([noticed]).problems).toEqual([]);
  });
  it('fails where a defect is not noticed, and where what is sound is complained of', () => {
    expect(
      judgePlanted([
        { ...noticed, says: () => [] },
        { ...noticed, defect: 'b', saysOfTheSound: () => ['It is broken, too.'] },
      ]).problems,
    ).toEqual(['Not noticed: a.', 'Said of what is sound beside “b”: It is broken, too.']);
  });
});
