import { afterEach, beforeEach, expect, test } from 'vitest';

import { readManifest, reportProblems } from '../../src/main/readiness/report/verify-report.ts';
import { storeChecks } from '../../src/main/readiness/checks/store.ts';
import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

const machine = { eventLoopDelayMs: 1, freeDiskBytes: 1e12 };

let trial: Trial;
beforeEach(async () => {
  trial = await Trial.begin();
});
afterEach(() => trial.end());

/** Until its end is on record, and the next may begin. */
async function untilEnded(desk: DeskUnderTest, attemptId: string): Promise<void> {
  await desk.until(
    'the attempt has ended',
    () => {
      const [status] = desk.topics.readiness({}).snapshot();
      const { attempt = null, doing = null } = status ?? {};
      return attempt?.attemptId === attemptId && attempt.state !== 'running' && doing === null;
    },
    60_000,
  );
}

test('an attempt runs its checks, is on record, and is kept over a restart', async () => {
  const desk = await (await trial.start({ machine, scratchDesks: true })).ready();
  const tester = await desk.as('tester');
  const { attemptId } = await desk.commands['readiness.start']({ phases: [1], seed: 7 }, tester);
  await expect(
    desk.commands['readiness.start']({ phases: [1], seed: 7 }, tester),
  ).rejects.toMatchObject({ code: 'conflict' });
  await untilEnded(desk, attemptId);
  const read = await desk.commands['readiness.read-attempt']({ attemptId }, tester);
  expect(read.attempt).toMatchObject({ state: 'completed', seed: 7, by: 'tester' });
  expect(read.runs.filter(({ result }) => result !== 'passed')).toEqual([]);
  await desk.desk.close('Restart.');

  const after = await (await trial.start({ machine })).ready();
  expect(await after.commands['readiness.read-attempt']({ attemptId }, tester)).toEqual(read);
});

test('an attempt that the end of the program interrupts says so, keeps what ran, and is resumed', async () => {
  const desk = await (await trial.start({ machine })).ready();
  const tester = await desk.as('tester');
  const { attemptId } = await desk.commands['readiness.start']({ phases: [1], seed: 7 }, tester);
  await desk.desk.close('In the middle.');

  const after = await (await trial.start({ machine })).ready();
  const again = await after.as('tester');
  const before = await after.commands['readiness.read-attempt']({ attemptId }, again);
  expect(before.attempt.state).toBe('interrupted');
  await after.commands['readiness.resume']({ attemptId }, again);
  await untilEnded(after, attemptId);
  const read = await after.commands['readiness.read-attempt']({ attemptId }, again);
  expect(read.attempt.state).toBe('completed');
  expect(read.runs.slice(0, before.runs.length)).toEqual(before.runs);
  expect(new Set(read.runs.map(({ checkId }) => checkId)).size).toBe(read.runs.length);
});

test('a report is built at a running desk, with the history of its checks and attempts beside each other', async () => {
  const desk = await (await trial.start({ machine, checks: storeChecks })).ready();
  const tester = await desk.as('tester');
  const attempts: string[] = [];
  for (const seed of [1, 2]) {
    const { attemptId } = await desk.commands['readiness.start']({ phases: [1], seed }, tester);
    await untilEnded(desk, attemptId);
    attempts.push(attemptId);
  }
  const [before = '', after = ''] = attempts;
  const compared = await desk.commands['readiness.compare']({ before, after }, tester);
  expect(compared.changed).toBeNull();
  expect(compared.checks.map(({ outcome }) => outcome)).toEqual(storeChecks.map(() => 'same'));
  const [{ checkId } = { checkId: '' }] = storeChecks;
  const { entries } = await desk.commands['readiness.check-history']({ checkId }, tester);
  expect(entries.map(({ attemptId }) => attemptId)).toEqual(attempts);

  const report = await desk.commands['report.build']({ attemptId: after }, tester);
  expect(report.html).toContain(after);
  expect(report.pdfBase64).toMatch(/^JVBERi/);
  expect(reportProblems(report.folder, readManifest(report.folder))).toEqual([]);
  const again = await desk.commands['report.build']({ attemptId: after }, tester);
  expect(again.folder).not.toBe(report.folder);
  await expect(
    desk.commands['report.build']({ attemptId: 'nobody' }, tester),
  ).rejects.toMatchObject({ code: 'conflict' });
});
