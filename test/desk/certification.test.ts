import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { CertificateStatus } from '#shared/domain/certification.ts';
import { phases, type Phase } from '#shared/domain/readiness.ts';
import type { ReadinessVerdict } from '#shared/domain/readiness-verdict.ts';

import type { Check } from '../../src/main/readiness/check.ts';
import { Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

/** A check of each phase that passes, and one that does not and is not critical. */
const checks: Check[] = [
  ...phases.map(({ phase }) => checkOf(`check-${phase}`, phase, [])),
  { ...checkOf('no-room', 1, ['There is no room.']), critical: false },
];

function checkOf(checkId: string, phase: Phase, problems: string[]): Check {
  return {
    checkId,
    title: `Title of ${checkId}`,
    why: 'It matters.',
    phase,
    weight: 1,
    critical: true,
    negativeControl: false,
    gateways: ['simulated'],
    needs: [],
    withinMs: 5000,
    run: async () => ({
      figures: [],
      evidence: [{ name: 'seen.txt', title: 'What was seen', contents: 'Seen.' }],
      problems,
      found: 'All is well.',
    }),
  };
}

let trial: Trial;
let desk: DeskUnderTest;
beforeEach(async () => {
  trial = await Trial.begin();
  desk = await (await trial.start({ checks })).ready();
});
afterEach(() => trial.end());

const status = (): CertificateStatus => {
  const [found] = desk.topics.certificate({}).snapshot();
  if (found === undefined) throw new Error('The desk says nothing of a certificate.');
  return found;
};
const verdict = (): ReadinessVerdict | undefined =>
  desk.topics.readiness({}).snapshot()[0]?.verdict;

async function rehearse(): Promise<string> {
  const { attemptId } = await desk.commands['readiness.start'](
    { phases: phases.map(({ phase }) => phase), seed: 1 },
    await desk.as('tester'),
  );
  const isOver = (): boolean => desk.topics.attempts({}).snapshot().at(-1)?.state === 'completed';
  await desk.until('the attempt is over', isOver);
  return attemptId;
}

async function tickAll(): Promise<void> {
  const tester = await desk.as('tester');
  for (const { itemId } of desk.topics.checklist({}).snapshot()) {
    await desk.commands['checklist.tick']({ itemId, note: 'Looked at.', attachment: null }, tester);
  }
}

async function waive(forMs = 3_600_000): Promise<void> {
  const { proposalId } = await desk.commands['waiver.propose'](
    {
      checkId: 'no-room',
      owner: 'Operator',
      reason: 'The disk comes on Monday.',
      compensatingControl: 'Looked at every morning.',
      expiresAt: new Date(Date.now() + forMs).toISOString(),
    },
    await desk.as('tester'),
  );
  await desk.commands['proposal.approve'](
    { proposalId, reason: 'Bearable.' },
    await desk.as('risk-officer'),
  );
}

async function sign(attemptId: string, personId: string): Promise<string | null> {
  const { certificateId } = await desk.commands['readiness.sign'](
    { attemptId, passphrase: null, statement: 'I stand by it.' },
    await desk.as(personId),
  );
  return certificateId;
}

async function changeLimits(): Promise<void> {
  const { limits } = await desk.commands['limits.read']({}, desk.caller);
  const maxOrderQuantity = { ...limits.maxOrderQuantity, value: 7 };
  const { proposalId } = await desk.commands['limits.propose'](
    { baseVersion: limits.version, limits: { ...limits, maxOrderQuantity }, reason: 'Smaller.' },
    desk.caller,
  );
  await desk.commands['proposal.approve']({ proposalId, reason: 'Yes.' }, desk.riskOfficer);
}

test('a rehearsal is ticked, waived and signed by two, and a change of limits ends it with an alert', async () => {
  const attemptId = await rehearse();
  expect(verdict()).toBe('not-ready');
  await waive();
  expect(desk.topics.waivers({}).snapshot()).toMatchObject([
    { checkId: 'no-room', expired: false, proposedBy: 'tester', approvedBy: 'risk-officer' },
  ]);
  expect(verdict()).toBe('rehearsed');
  await expect(sign(attemptId, 'tester')).rejects.toThrow(/items of the checklist are open/);
  await tickAll();
  expect(status().signing).toMatchObject({ attemptId, obstacles: [], next: 'tester' });
  await expect(sign(attemptId, 'risk-officer')).rejects.toThrow(/that of a tester/);
  expect(await sign(attemptId, 'tester')).toBeNull();
  await expect(sign(attemptId, 'tester')).rejects.toThrow(/cannot be the second person/);
  const certificateId = await sign(attemptId, 'risk-officer');
  expect(status()).toMatchObject({
    state: 'in-force',
    certificate: { certificateId, rehearsal: true },
  });
  expect(verdict()).toBe('rehearsed');

  const changes: unknown[] = [];
  desk.topics.readiness({}).subscribe(
    (each) => changes.push(each.verdict),
    () => {},
  );
  await changeLimits();
  await desk.until(
    'the alert is raised',
    () => desk.alert('certificate-invalid') !== undefined,
    1000,
  );
  expect(desk.alert('certificate-invalid')).toMatchObject({ severity: 'critical', state: 'open' });
  expect(status()).toMatchObject({
    state: 'invalidated',
    endedBecause: 'Since it was issued, the limits were changed.',
  });
  expect(verdict()).toBe('invalidated');
  expect(changes).toContain('invalidated');
  const rows = desk.topics.checklist({}).snapshot();
  expect(rows.every(({ outdated }) => outdated !== null)).toBe(true);

  await desk.desk.close('Restart.');
  desk = await (await trial.start({ checks })).ready();
  expect(status()).toMatchObject({ state: 'invalidated', certificate: { certificateId } });
  expect(await desk.commands['journal.verify']({}, desk.caller)).toMatchObject({
    difference: null,
  });
});

test('another version of the program ends the certificate when it starts', async () => {
  const attemptId = await rehearse();
  await waive();
  await tickAll();
  await sign(attemptId, 'tester');
  await sign(attemptId, 'risk-officer');
  await desk.desk.close('Restart.');
  desk = await (await trial.start({ checks })).ready();
  expect(status().state).toBe('in-force');
  await desk.desk.close('An update.');
  desk = await (await trial.start({ checks, version: 'another' })).ready();
  await desk.until(
    'the alert is raised',
    () => desk.alert('certificate-invalid') !== undefined,
    1000,
  );
  expect(status().endedBecause).toMatch(/another version of the program/);
});

test('a change of what is alerted ends the certificate, with an alert', async () => {
  const attemptId = await rehearse();
  await waive();
  await tickAll();
  await sign(attemptId, 'tester');
  await sign(attemptId, 'risk-officer');
  const { limits } = await desk.commands['limits.read']({}, desk.caller);
  const { 'market-data-stale': staleQuote } = limits.monitors;
  const monitors = {
    ...limits.monitors,
    'market-data-stale': { ...staleQuote, holdMs: staleQuote.holdMs + 1000 },
  };
  const { proposalId } = await desk.commands['limits.propose'](
    { baseVersion: limits.version, limits: { ...limits, monitors }, reason: 'Too many.' },
    desk.caller,
  );
  await desk.commands['proposal.approve']({ proposalId, reason: 'Yes.' }, desk.riskOfficer);
  await desk.until(
    'the alert is raised',
    () => desk.alert('certificate-invalid') !== undefined,
    1000,
  );
  expect(status()).toMatchObject({
    state: 'invalidated',
    endedBecause: 'Since it was issued, the alert rules were changed.',
  });
});

test('evidence that was altered is not signed', async () => {
  const attemptId = await rehearse();
  await waive();
  await tickAll();
  writeFileSync(
    join(trial.dataDir, 'simulated/readiness', attemptId, 'check-1.seen.txt'),
    'Not seen.',
  );
  await expect(sign(attemptId, 'tester')).rejects.toThrow(
    /check-1.seen.txt is not what was recorded/,
  );
});

test('a file that was attached to the checklist and altered after is not signed', async () => {
  const attemptId = await rehearse();
  await waive();
  await tickAll();
  const [item] = desk.topics.checklist({}).snapshot();
  if (item === undefined) throw new Error('The checklist is empty.');
  const attachment = {
    name: 'rota.txt',
    base64: Buffer.from('Anna, then Ben.').toString('base64'),
  };
  await desk.commands['checklist.tick'](
    { itemId: item.itemId, note: 'See the file.', attachment },
    await desk.as('tester'),
  );
  const folder = join(trial.dataDir, 'simulated/readiness/checklist');
  const [file = ''] = readdirSync(folder);
  writeFileSync(join(folder, file), 'Ben, then Anna.');
  await expect(sign(attemptId, 'tester')).rejects.toThrow(`${file} is not what was recorded.`);
  writeFileSync(join(folder, file), 'Anna, then Ben.');
  expect(await sign(attemptId, 'tester')).toBeNull();
  rmSync(join(folder, file));
  await expect(sign(attemptId, 'risk-officer')).rejects.toThrow(`${file} cannot be read`);
});

test('a certificate ends with the waiver it stands on, with an alert', async () => {
  const attemptId = await rehearse();
  await waive(2500);
  await tickAll();
  await sign(attemptId, 'tester');
  await sign(attemptId, 'risk-officer');
  expect(status()).toMatchObject({ state: 'in-force' });
  await desk.until('it has expired', () => status().state === 'expired', 6000);
  await desk.until(
    'the alert is raised',
    () => desk.alert('certificate-invalid') !== undefined,
    2000,
  );
  expect(verdict()).toBe('expired');
});

test('what a person attaches to the checklist is copied and hashed', async () => {
  const tester = await desk.as('tester');
  const [item] = desk.topics.checklist({}).snapshot();
  if (item === undefined) throw new Error('The checklist is empty.');
  const bytes = Buffer.from([0, 255, 10, 13]);
  await desk.commands['checklist.tick'](
    {
      itemId: item.itemId,
      note: 'See the file.',
      attachment: { name: 'rota.bin', base64: bytes.toString('base64') },
    },
    tester,
  );
  const row = desk.topics
    .checklist({})
    .snapshot()
    .find(({ itemId }) => itemId === item.itemId);
  const folder = join(trial.dataDir, 'simulated/readiness/checklist');
  expect(readdirSync(folder)).toEqual([row?.tick?.attachment?.file]);
  expect(readFileSync(join(folder, row?.tick?.attachment?.file ?? ''))).toEqual(bytes);
  expect(row?.tick).toMatchObject({ by: 'tester', attachment: { title: 'rota.bin', bytes: 4 } });
  await desk.commands['checklist.untick']({ itemId: item.itemId, reason: 'A new rota.' }, tester);
  const after = desk.topics.checklist({}).snapshot();
  expect(after.find(({ itemId }) => itemId === item.itemId)?.tick).toBeNull();
});

test('a gap is waived only where there is one', async () => {
  const propose = async (checkId: string, expiresAt = Date.now() + 3_600_000): Promise<unknown> =>
    desk.commands['waiver.propose'](
      {
        checkId,
        owner: 'Operator',
        reason: 'It is late.',
        compensatingControl: 'Looked at.',
        expiresAt: new Date(expiresAt).toISOString(),
      },
      await desk.as('tester'),
    );
  await expect(propose('no-room')).rejects.toThrow(/has not run yet/);
  await rehearse();
  await expect(propose('nothing')).rejects.toThrow(/There is no check/);
  await expect(propose('check-1')).rejects.toThrow(/has passed/);
  await expect(propose('no-room', Date.now() - 1)).rejects.toThrow(/90 days at most/);
  await expect(propose('no-room', Date.now() + 91 * 86_400_000)).rejects.toThrow(/90 days at most/);
  await propose('no-room');
  await expect(propose('no-room')).rejects.toThrow(/waits for a second person/);
});
