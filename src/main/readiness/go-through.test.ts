import { beforeEach, describe, expect, it } from 'vitest';

import type { GatewayKind } from '#shared/domain/gateway.ts';
import type { CheckRun } from '#shared/domain/readiness.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { CheckSkipped, type Check, type Findings } from './check.ts';
import { count } from './figures.ts';
import { goThrough, type AttemptKeeper } from './go-through.ts';
import { worldDouble } from './world-double.fixture.ts';

const clean: Findings = { figures: [], evidence: [], problems: [], found: 'All is well.' };

function check(checkId: string, given: Partial<Check> = {}): Check {
  return {
    checkId,
    title: `Title of ${checkId}`,
    why: 'It matters.',
    phase: 1,
    weight: 1,
    critical: true,
    negativeControl: false,
    gateways: ['simulated'],
    needs: [],
    withinMs: 1000,
    run: () => Promise.resolve(clean),
    ...given,
  };
}

let clock: VirtualClock;
let runs: CheckRun[];
let closed: string[];
let keeper: AttemptKeeper;
let stop: AbortController;

beforeEach(() => {
  clock = new VirtualClock();
  runs = [];
  closed = [];
  stop = new AbortController();
  keeper = {
    gatewayKind: 'simulated',
    clock,
    alreadyRan: [],
    worldOf: ({ checkId }, ran, signal) => ({
      world: worldDouble({ clock, runs: ran, signal }),
      close: async () => {
        closed.push(checkId);
      },
    }),
    keep: (checkId, { name, title, contents }) => ({
      file: `${checkId}.${name}`,
      title,
      sha256: 'a'.repeat(64),
      bytes: contents.length,
    }),
    began: () => {},
    ran: async (run) => {
      runs.push(run);
    },
  };
});

async function gone(...checks: Check[]): Promise<CheckRun[]> {
  const going = goThrough(checks, keeper, stop.signal);
  await clock.advanceAsync(60_000);
  await going;
  return runs;
}

describe('going through checks', () => {
  it('passes what has no problem and whose figures hold', async () => {
    const figures = [count('found', 'Found', 0, { compare: 'exactly', value: 0 })];
    expect(await gone(check('a', { run: async () => ({ ...clean, figures }) }))).toMatchObject([
      { checkId: 'a', result: 'passed', sentence: 'All is well.', figures },
    ]);
    expect(closed).toEqual(['a']);
  });

  it.each<[string, Partial<Findings>, string]>([
    [
      'a figure beyond its threshold',
      { figures: [count('lost', 'Lost orders', 2, { compare: 'exactly', value: 0 })] },
      'Lost orders is 2, and must be 0.',
    ],
    [
      'a figure that could not be measured',
      { figures: [count('lost', 'Lost orders', null, { compare: 'at-most', value: 3 })] },
      'Lost orders could not be measured, and must be at most 3.',
    ],
    ['a problem', { problems: ['The chain is broken.'] }, 'The chain is broken.'],
  ])('fails %s, and says so', async (_what, found, sentence) => {
    expect(await gone(check('a', { run: async () => ({ ...clean, ...found }) }))).toMatchObject([
      { result: 'failed', sentence },
    ]);
  });

  it('fails what throws, with its words', async () => {
    const run = (): Promise<Findings> => Promise.reject(new Error('The gateway hung up.'));
    expect(await gone(check('a', { run }))).toMatchObject([
      { result: 'failed', sentence: 'The gateway hung up.' },
    ]);
  });

  it('fails what takes too long, also when it never ends, and goes on', async () => {
    const run = (): Promise<Findings> => new Promise(() => {});
    expect(await gone(check('a', { run }), check('b'))).toMatchObject([
      { checkId: 'a', result: 'failed', sentence: 'It took longer than the 1 s it is given.' },
      { checkId: 'b', result: 'passed' },
    ]);
  });

  it('skips, which is not passed, and skips what stands on it', async () => {
    const run = (): Promise<Findings> => Promise.reject(new CheckSkipped('Markets are closed.'));
    expect(await gone(check('a', { run }), check('b', { needs: ['a'] }))).toMatchObject([
      { checkId: 'a', result: 'skipped', sentence: 'Markets are closed.' },
      {
        checkId: 'b',
        result: 'skipped',
        sentence: 'It stands on “Title of a”, which has not passed.',
      },
    ]);
  });

  it.each<[GatewayKind, GatewayKind[], string]>([
    ['simulated', ['paper'], 'It is not run on a simulated gateway.'],
    ['paper', ['simulated'], 'It is not run on a paper gateway: it moves the market'],
    ['shadow', ['simulated'], 'It is not run on a shadow gateway: it moves the market'],
    ['shadow', ['simulated', 'paper'], 'It is not run on a shadow gateway: it sends orders'],
  ])('skips what a %s gateway does not allow, and says why', async (gatewayKind, gateways, why) => {
    keeper = { ...keeper, gatewayKind };
    const [run] = await gone(check('a', { gateways }));
    expect(run?.result).toBe('skipped');
    expect(run?.sentence).toContain(why);
  });

  it.each<[GatewayKind, string]>([
    ['simulated', 'All is well.'],
    [
      'paper',
      'All is well. It was done on a simulated gateway of its own: it proves the program and the limits, and nothing of the paper gateway.',
    ],
  ])('says at a %s gateway where a check was done that has one of its own', async (kind, said) => {
    keeper = { ...keeper, gatewayKind: kind };
    const [run] = await gone(check('a', { gateways: [kind], ownGateway: true }));
    expect(run).toMatchObject({ result: 'passed', sentence: said });
  });

  it('leaves no run of the check it is stopped in, and runs none after it', async () => {
    const run = (): Promise<Findings> => {
      stop.abort();
      return Promise.resolve(clean);
    };
    expect(await gone(check('a'), check('b', { run }), check('c'))).toMatchObject([
      { checkId: 'a' },
    ]);
    expect(closed).toEqual(['a', 'b']);
  });

  it('does not run again what ran before it was interrupted', async () => {
    await gone(check('a'), check('b', { needs: ['a'] }));
    keeper = { ...keeper, alreadyRan: runs.slice(0, 1) };
    runs = [];
    expect(await gone(check('a'), check('b', { needs: ['a'] }))).toMatchObject([
      { checkId: 'b', result: 'passed' },
    ]);
  });
});
