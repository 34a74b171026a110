import type { Limits } from '#shared/domain/limits.ts';
import type { Configuration } from '#shared/domain/readiness.ts';

import type { Check } from '../check.ts';
import type { DeskReached } from '../check-world.ts';
import { changedSince } from '../changed-since.ts';
import { contentHash } from '../content-hash.ts';
import { statusNow } from '../desk-now.ts';
import { atLeast, count, none } from '../figures.ts';
import { everyGateway } from './gateways.ts';

/** Oldest Node that the packages run on. Source: README.md, Two commands. */
const oldestNode: readonly [number, number] = [20, 19];

/** What says in which version something runs. */
export interface VersionsSeen {
  installed: string;
  /** As the desk shows it. */
  shown: string;
  /** As the journal has it of the desk's start. */
  started: string | null;
  nodeVersion: string | null;
}

/** Everything that does not agree about versions, each a sentence. */
export function versionProblems({
  installed,
  shown,
  started,
  nodeVersion,
}: VersionsSeen): string[] {
  const problems: string[] = [];
  if (shown !== installed) {
    problems.push(`The desk shows version ${shown}, and ${installed} is installed.`);
  }
  if (started !== installed) {
    problems.push(
      `By the journal version ${started ?? 'unknown'} was started, and ${installed} is installed.`,
    );
  }
  const [major = 0, minor = 0] = (nodeVersion ?? '').split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    problems.push(`Node ${nodeVersion ?? 'unknown'} is older than ${oldestNode.join('.')}.`);
  }
  return problems;
}

/** The limits in three places, and what was hashed of them. */
export interface LimitsSeen {
  /** What every order is judged by. */
  inForce: Limits;
  /** What the journal says two people agreed to; null where it has none. */
  onRecord: unknown;
  configuration: Configuration;
  /** What the attempt was begun with. */
  attempted: Configuration | null;
}

/** Everything by which the configuration is not what is in force, each a sentence. */
export function configurationProblems(seen: LimitsSeen): string[] {
  const { inForce, onRecord, configuration, attempted } = seen;
  const { version, monitors: _monitors, ...numbers } = inForce;
  const problems: string[] = [];
  if (contentHash(numbers) !== configuration.limitsHash) {
    problems.push('The hash of the limits is not that of the limits in force.');
  }
  if (version !== configuration.limitsVersion) {
    problems.push(
      `Version ${version} of the limits is in force, and ${configuration.limitsVersion} is certified.`,
    );
  }
  if (contentHash(onRecord) !== contentHash(inForce)) {
    problems.push('The limits on record are not the limits in force.');
  }
  const changed = attempted === null ? null : changedSince(attempted, configuration);
  if (changed !== null) problems.push(`Since the attempt began, ${changed}.`);
  return problems;
}

/** What the journal has of the latest start of the desk, and of the latest change of its limits. */
function recordOf(desk: DeskReached): { version: string | null; limits: unknown } {
  let version: string | null = null;
  let limits: unknown = null;
  for (const fact of desk.facts(1)) {
    if (fact.kind === 'desk.started') version = fact.body.version;
    if (fact.kind === 'limits.changed') limits = fact.body.limits;
  }
  return { version, limits };
}

function attemptOf(desk: DeskReached) {
  return (
    desk
      .feed('attempts', {})
      .snapshot()
      .find(({ state }) => state === 'running') ?? null
  );
}

const ofWhatIsCertified = {
  phase: 1,
  weight: 2,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 30_000,
} satisfies Partial<Check>;

export const whatIsCertifiedChecks: readonly Check[] = [
  {
    ...ofWhatIsCertified,
    checkId: 'versions-agree',
    title: 'What runs is what is installed',
    why: 'A certificate is for one version of the program and no other.',
    run({ desk, installation }) {
      const seen: VersionsSeen = {
        installed: installation.configuration.version,
        shown: statusNow(desk).version,
        started: recordOf(desk).version,
        nodeVersion: attemptOf(desk)?.environment.nodeVersion ?? null,
      };
      const problems = versionProblems(seen);
      const { commit } = installation.configuration;
      return Promise.resolve({
        figures: [count('mismatches', 'Versions that do not agree', problems.length, none)],
        evidence: [
          {
            name: 'versions.json',
            title: 'Every version that was seen',
            contents: JSON.stringify({ ...seen, commit }, null, 2),
          },
        ],
        problems,
        found: `Version ${seen.installed} is installed, runs and is on record${commit === null ? '; of which commit is not known' : ` as commit ${commit}`}.`,
      });
    },
  },
  {
    ...ofWhatIsCertified,
    checkId: 'configuration-in-force',
    title: 'What is certified is in force',
    why: 'Limits that are proven and others that are in force make the proof worthless.',
    async run({ desk, installation }) {
      const { limits } = await desk.call('limits.read', {});
      const { configuration } = installation;
      const problems = configurationProblems({
        inForce: limits,
        onRecord: recordOf(desk).limits,
        configuration,
        attempted: attemptOf(desk)?.configuration ?? null,
      });
      return {
        figures: [
          count('limits-version', 'Version of the limits', limits.version, atLeast(1)),
          count('mismatches', 'Differences', problems.length, none),
        ],
        evidence: [
          {
            name: 'configuration.json',
            title: 'What is certified, by version and hash',
            contents: JSON.stringify(configuration, null, 2),
          },
          {
            name: 'limits.json',
            title: 'The limits in force',
            contents: JSON.stringify(limits, null, 2),
          },
        ],
        problems,
        found: `Version ${limits.version} of the limits is in force, on record and certified, with the same hash.`,
      };
    },
  },
];
