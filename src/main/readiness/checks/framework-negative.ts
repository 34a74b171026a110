import { roleCapabilities } from '#shared/domain/people.ts';

import type { Check } from '../check.ts';
import { contentHash } from '../content-hash.ts';
import { components } from './component-self-tests.ts';
import { unanswered } from './component-coverage.ts';
import { everyGateway } from './gateways.ts';
import { clockSkewMs } from './machine.ts';
import { judgePlanted, type PlantedObservation } from './planted-observations.ts';
import { capabilityProblems, peopleProblems } from './roles.ts';
import { storeProblem } from './store.ts';
import { configurationProblems, versionProblems } from './what-is-certified.ts';
import type { Limits } from '#shared/domain/limits.ts';
import type { Configuration } from '#shared/domain/readiness.ts';

const said = (problem: string | null): string[] => (problem === null ? [] : [problem]);
const skewed = (ms: number | null): string[] =>
  ms !== null && ms <= 2_000 ? [] : [`The clock is ${ms ?? 'unknown'} ms off.`];

/** Every evaluation of phase 1, with the desk's own limits and people and one thing broken in each. */
function planted(limits: Limits, configuration: Configuration): PlantedObservation[] {
  const passed = components.map(({ selfTest: { checkId } }) => ({
    checkId,
    result: 'passed' as const,
  }));
  const { version: _version, monitors: _monitors, ...numbers } = limits;
  const sound = {
    inForce: limits,
    onRecord: limits,
    configuration: {
      ...configuration,
      limitsHash: contentHash(numbers),
      limitsVersion: limits.version,
    },
    attempted: null,
  };
  const versions = { installed: '1', shown: '1', started: '1', nodeVersion: '24.0.0' };
  const three = [
    { personId: 'a', name: 'A', roles: ['operator' as const] },
    { personId: 'b', name: 'B', roles: ['risk-officer' as const] },
    { personId: 'c', name: 'C', roles: ['tester' as const] },
  ];
  const reading = (seconds: number, offMs = 0) => ({
    at: 1_000 * seconds + offMs,
    heardAt: 1_000 * seconds,
    rate: 1,
  });
  return [
    {
      defect: 'the journal has not answered',
      says: () => unanswered(passed.slice(0, -1)),
      saysOfTheSound: () => unanswered(passed),
    },
    {
      defect: 'the database does not sync',
      says: () => said(storeProblem({ synchronous: 1, journal_mode: 'wal' })),
      saysOfTheSound: () => said(storeProblem({ synchronous: 2, journal_mode: 'wal' })),
    },
    {
      defect: 'the gateway’s clock jumps by a minute',
      says: () => skewed(clockSkewMs('simulated', [reading(1), reading(5, 60_000)])),
      saysOfTheSound: () => skewed(clockSkewMs('simulated', [reading(1), reading(5)])),
    },
    {
      defect: 'the machine’s clock is three seconds slow',
      says: () => skewed(clockSkewMs('paper', [reading(1), reading(5, 3_000)])),
      saysOfTheSound: () => skewed(clockSkewMs('paper', [reading(1), reading(5, 300)])),
    },
    {
      defect: 'another version runs than is installed',
      says: () => versionProblems({ ...versions, shown: '2' }),
      saysOfTheSound: () => versionProblems(versions),
    },
    {
      defect: 'a limit in force is ten times what was agreed',
      says: () =>
        configurationProblems({
          ...sound,
          inForce: {
            ...limits,
            maxOrderValue: { ...limits.maxOrderValue, value: limits.maxOrderValue.value * 10 },
          },
        }),
      saysOfTheSound: () => configurationProblems(sound),
    },
    {
      defect: 'who trades may approve limits',
      says: () =>
        capabilityProblems({
          ...roleCapabilities,
          operator: [...roleCapabilities.operator, 'limits.approve'],
        }),
      saysOfTheSound: () => capabilityProblems(roleCapabilities),
    },
    {
      defect: 'one person is operator and risk officer',
      says: () =>
        peopleProblems([
          { personId: 'a', name: 'A', roles: ['operator', 'risk-officer'] },
          { personId: 'c', name: 'C', roles: ['tester'] },
        ]),
      saysOfTheSound: () => peopleProblems(three),
    },
  ];
}

export const frameworkNegativeControl: Check = {
  checkId: 'framework-notices',
  title: 'Defects in the framework are noticed',
  why: 'A check that cannot fail proves nothing.',
  phase: 1,
  weight: 2,
  critical: true,
  negativeControl: true,
  gateways: everyGateway,
  needs: [],
  withinMs: 5_000,
  async run({ desk, installation }) {
    const { limits } = await desk.call('limits.read', {});
    return judgePlanted(planted(limits, installation.configuration));
  },
};
