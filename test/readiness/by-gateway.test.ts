import { expect, test } from 'vitest';

import type { GatewayKind } from '#shared/domain/gateway.ts';
import type { CheckRun } from '#shared/domain/readiness.ts';

import { everyCheck } from '../../src/main/readiness/every-check.ts';
import { goThrough } from '../../src/main/readiness/go-through.ts';
import { worldDouble } from '../../src/main/readiness/world-double.fixture.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** What an attempt with every check leaves at a kind of gateway, where all that runs is well. */
async function attemptAt(gatewayKind: GatewayKind): Promise<CheckRun[]> {
  const clock = new VirtualClock();
  const runs: CheckRun[] = [];
  await goThrough(
    everyCheck.map((check) => ({
      ...check,
      run: async () => ({ figures: [], evidence: [], problems: [], found: 'All is well.' }),
    })),
    {
      gatewayKind,
      clock,
      alreadyRan: [],
      worldOf: (_check, ran, signal) => ({
        world: worldDouble({ gatewayKind, clock, runs: ran, signal }),
        close: async () => {},
      }),
      keep: () => {
        throw new Error('There is no evidence here.');
      },
      began: () => {},
      ran: async (run) => {
        runs.push(run);
      },
    },
    new AbortController().signal,
  );
  return runs;
}

const skipped = (runs: readonly CheckRun[]): CheckRun[] =>
  runs.filter(({ result }) => result === 'skipped');

test.each(['simulated', 'paper'] as const)('at a %s gateway every check runs', async (kind) => {
  const runs = await attemptAt(kind);
  expect(skipped(runs)).toEqual([]);
  expect(runs).toHaveLength(everyCheck.length);
});

test('at a paper gateway those that have a gateway of their own say so', async () => {
  const beside = (await attemptAt('paper'))
    .filter(({ sentence }) => sentence.includes('on a simulated gateway of its own'))
    .map(({ checkId }) => checkId);
  expect(beside).toEqual(
    everyCheck.filter(({ ownGateway }) => ownGateway).map(({ checkId }) => checkId),
  );
  expect(beside.length).toBeGreaterThan(20);
});

test('at a shadow gateway what sends orders is skipped, and says what proves it', async () => {
  const runs = skipped(await attemptAt('shadow'));
  expect(runs.map(({ checkId }) => checkId)).toEqual([
    'far-order-placed-and-cancelled',
    'ids-are-unique',
    'order-lives',
    'order-modified',
    'bracket-called-off',
    'valid-orders-pass',
    'order-latency',
    'campaign-reconciled',
    'load-gentle',
    'kill-drill',
  ]);
  for (const { sentence } of runs) {
    expect(sentence).toMatch(/An attempt at a paper account with the same version and limits/);
  }
});
