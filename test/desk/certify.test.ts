import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { phases, type Phase } from '#shared/domain/readiness.ts';

import { certify, type CertifyOptions } from '../../src/main/cli/certify.ts';
import { listeningOutput } from '../../src/main/cli/listening-output.fixture.ts';
import { load } from '../../src/main/cli/load.ts';
import type { ExitCode } from '../../src/main/cli/output.ts';
import { systemPorts } from '../../src/main/desk/ports.ts';
import type { Check } from '../../src/main/readiness/check.ts';
import { Trial, type DeskTestOptions, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await Trial.begin();
});
afterEach(() => trial.end());

/** A check of phase 1 that passes, unless it is given something else. */
function checkOf(checkId: string, given: Partial<Check> = {}): Check {
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
    withinMs: 5000,
    run: async () => ({ figures: [], evidence: [], problems: [], found: 'All is well.' }),
    ...given,
  };
}

const failing: Check['run'] = async () => ({
  figures: [],
  evidence: [],
  problems: ['There is no room.'],
  found: '',
});

interface Ended {
  code: ExitCode;
  out: string;
  err: string;
}

const never = new Promise<void>(() => {});

async function certified(
  started: DeskTestOptions,
  given: Partial<CertifyOptions> = {},
): Promise<Ended> {
  const output = listeningOutput();
  const code = await certify(
    {
      phases: [1],
      seed: 1,
      resume: false,
      json: false,
      personId: 'tester',
      clock: systemPorts().clock,
      start: async () => (await trial.start(started)).desk,
      readPassphrase: async () => 'none',
      out: null,
      report: async (attemptId) => ({
        folder: '/report',
        manifest: {
          format: 1,
          attemptId,
          version: 'trial',
          commit: null,
          builtAt: '2026-11-29T12:00:00.000Z',
          journal: { seq: 1, hash: '', at: '2026-11-29T12:00:00.000Z' },
          files: [],
          seal: '',
        },
      }),
      stopped: never,
      ...given,
    },
    output,
  );
  return { code, out: output.said(), err: output.complained() };
}

test.each<[string, Check[], ExitCode]>([
  ['everything passed', [checkOf('a'), checkOf('b', { critical: false })], 0],
  [
    'what is not critical was skipped',
    [checkOf('a'), checkOf('b', { critical: false, gateways: ['paper'] })],
    0,
  ],
  ['something critical was skipped', [checkOf('a', { gateways: ['paper'] })], 1],
  ['something failed that is not critical', [checkOf('a', { critical: false, run: failing })], 1],
  ['something critical failed', [checkOf('a', { run: failing })], 1],
])('where %s it ends with what that is worth', async (_what, checks, code) => {
  expect((await certified({ checks })).code).toBe(code);
});

async function waive(desk: DeskUnderTest, checkId: string): Promise<void> {
  const { proposalId } = await desk.commands['waiver.propose'](
    {
      checkId,
      owner: 'Operator',
      reason: 'The disk comes on Monday.',
      compensatingControl: 'Looked at every morning.',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
    await desk.as('tester'),
  );
  const reason = { proposalId, reason: 'Bearable.' };
  await desk.commands['proposal.approve'](reason, await desk.as('risk-officer'));
}

test('a waiver lets people sign and makes nothing pass at the command line', async () => {
  const checks = [
    ...phases.map(({ phase }): Check => checkOf(`check-${phase}`, { phase })),
    checkOf('no-room', { critical: false, run: failing }),
    checkOf('elsewhere', { gateways: ['paper'] }),
  ];
  expect((await certified({ checks })).code).toBe(1);
  const desk = await (await trial.start({ checks })).ready();
  await waive(desk, 'no-room');
  await waive(desk, 'elsewhere');
  await desk.desk.close('The waivers are granted.');
  const every: Phase[] = phases.map(({ phase }) => phase);
  const { code, out } = await certified({ checks }, { phases: every });
  expect(out).toContain('Rehearsed.');
  expect(code).toBe(1);
});

test('what is begun at the command line says of what kind the market data is', async () => {
  const { out } = await certified({ checks: [checkOf('a')] }, { json: true });
  expect(JSON.parse(out)).toMatchObject({ attempt: { environment: { marketData: 'live' } } });
});

test('an attempt that is stopped, or whose desk cannot begin, ends with 2', async () => {
  const stopped = Promise.withResolvers<void>();
  const waits = checkOf('a', {
    run: ({ signal }) => {
      stopped.resolve();
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('Stopped.')), { once: true });
      });
    },
  });
  const early = await certified({ checks: [waits] }, { stopped: stopped.promise });
  expect(early).toMatchObject({ code: 2 });
  expect(early.out).toContain('Stopped.');

  const before = await certified({ checks: [checkOf('a')] }, { stopped: Promise.resolve() });
  expect(before.code).toBe(2);

  const nobody = await certified({ checks: [checkOf('a')] }, { personId: 'nobody' });
  expect(nobody.code).toBe(2);
  expect(nobody.err).toMatch(/no person nobody/);

  const operator = await certified({ checks: [checkOf('a')] }, { personId: 'operator' });
  expect(operator.code).toBe(2);
  expect(operator.err).toMatch(/Operator may not run readiness checks\. Name a tester/);
});

test('a desk of real people that has none yet says so', async () => {
  const { code, err } = await certified({
    checks: [checkOf('a', { gateways: ['paper'] })],
    gateway: { kind: 'paper', host: '127.0.0.1', port: trial.gateway.port, clientId: 1 },
  });
  expect(code).toBe(2);
  expect(err).toMatch(/This desk has no people yet\. Start the console/);
});

test.each(['check.ran', 'attempt.ended'] as const)(
  'a journal that cannot record %s ends it, and what of it is kept is said',
  async (last) => {
    const probe: DeskTestOptions['probe'] = (point, facts) => {
      const isLast = facts.some(({ kind }) => kind === last);
      if (isLast && point === 'before-record') throw new Error('database or disk is full');
    };
    const { code, err } = await certified({ checks: [checkOf('a'), checkOf('b')], probe });
    expect(code).toBe(2);
    expect(err).toMatch(/disk is full.*go on with --resume/);
  },
  30_000,
);

test('where a report cannot be written no check begins', async () => {
  const file = join(trial.dataDir, 'a-file');
  writeFileSync(file, '');
  for (const out of [file, join(file, 'below'), trial.dataDir]) {
    const start = (): never => {
      throw new Error('It was started.');
    };
    const { code, err } = await certified({}, { out, start });
    expect(code).toBe(2);
    expect(err).toMatch(/Choose another folder with --out/);
  }
  const free = join(trial.dataDir, 'new');
  expect((await certified({ checks: [checkOf('a')] }, { out: free })).code).toBe(0);
  rmSync(file);
});

test('a load run whose journal records no more ends', async () => {
  const output = listeningOutput();
  const probe: DeskTestOptions['probe'] = (point, facts) => {
    const isOver = facts.some(({ kind }) => kind === 'load.ended');
    if (isOver && point === 'before-record') throw new Error('database or disk is full');
  };
  const code = await load(
    {
      scenarioId: 'desk-gentle',
      seed: 1,
      json: false,
      personId: 'tester',
      out: null,
      clock: systemPorts().clock,
      start: async () => (await trial.start({ probe })).desk,
      readPassphrase: async () => 'none',
      stopped: never,
    },
    output,
  );
  expect(code).toBe(2);
  expect(output.complained()).toMatch(/There is no result\. .*disk is full/);
}, 60_000);

test('a load run that cannot begin says why, and leaves no folder behind', async () => {
  const ran = async (given: { out: string | null; personId: string }): Promise<Ended> => {
    const output = listeningOutput();
    const code = await load(
      {
        scenarioId: 'desk-gentle',
        seed: 1,
        json: true,
        clock: systemPorts().clock,
        start: async () =>
          (
            await trial.start({
              gateway: { kind: 'paper', host: '127.0.0.1', port: trial.gateway.port, clientId: 1 },
            })
          ).desk,
        readPassphrase: async () => 'none',
        stopped: never,
        ...given,
      },
      output,
    );
    return { code, out: output.said(), err: output.complained() };
  };
  const out = join(trial.dataDir, 'load-out');
  const real = await ran({ out, personId: 'tester' });
  expect(real).toMatchObject({ code: 2 });
  expect(real.err).toMatch(/This desk has no people yet/);
  writeFileSync(out, '');
  expect((await ran({ out, personId: 'tester' })).err).toMatch(/is there already/);
  expect((await ran({ out: join(out, 'x'), personId: 'tester' })).err).toMatch(/cannot be made/);
});
