import { describe, expect, it } from 'vitest';

import type { CertificateState, ChecklistRow, WaiverRow } from '#shared/domain/certification.ts';
import type { Fact, NewFact } from '#shared/domain/fact.ts';
import type { Person, Role } from '#shared/domain/people.ts';
import {
  phases,
  type CheckListing,
  type CheckRun,
  type Configuration,
  type Phase,
} from '#shared/domain/readiness.ts';
import type { ReadinessVerdict } from '#shared/domain/readiness-verdict.ts';

import {
  applyToCertification,
  certificateEnd,
  certificateStanding,
  currentCertificate,
  nothingCertified,
  waiversAt,
  type CertificationRecord,
  type HeldSignature,
} from './certification-record.ts';
import { checklistRows, decideTick, decideUntick } from './checklist.ts';
import type { AttemptRecord } from './readiness-record.ts';
import { scoreOf } from './score.ts';
import { decideSign, nextSigner, signingObstacles, type SigningCase } from './signing.ts';
import { verdictOf } from './verdict.ts';

const now = Date.parse('2026-11-29T12:00:00.000Z');
const configuration: Configuration = {
  version: '1',
  commit: 'c0ffee',
  limitsVersion: 1,
  limitsHash: 'a'.repeat(64),
  alertRulesHash: 'b'.repeat(64),
  killSwitchHash: 'c'.repeat(64),
};

function listingOf(phase: Phase): CheckListing {
  return {
    checkId: `check-${phase}`,
    title: `Check ${phase}`,
    why: 'It matters.',
    phase,
    weight: 1,
    critical: phase !== 2,
    negativeControl: phase === 6,
    gateways: ['simulated', 'paper'],
    needs: [],
  };
}
const checks = phases.map(({ phase }) => listingOf(phase));

function runOf(check: CheckListing, result: CheckRun['result'] = 'passed'): CheckRun {
  const { checkId, title, phase, weight, critical } = check;
  const evidence = [{ file: `${checkId}.csv`, title: 'Seen', sha256: 'd'.repeat(64), bytes: 3 }];
  return {
    checkId,
    title,
    phase,
    weight,
    critical,
    result,
    sentence: `It ${result}.`,
    figures: [{ figureId: 'p99', title: 'p99', value: 4, unit: 'ms', threshold: null }],
    evidence,
    beganAt: '2026-11-29T10:00:00.000Z',
    durationMs: 1,
  };
}

function attemptOf(
  given: Partial<AttemptRecord['attempt']> = {},
  runs = checks.map((check) => runOf(check)),
): AttemptRecord {
  return {
    runs,
    attempt: {
      attemptId: 'A',
      phases: phases.map(({ phase }) => phase),
      seed: 7,
      state: 'completed',
      by: 'tess',
      beganAt: '2026-11-29T10:00:00.000Z',
      endedAt: '2026-11-29T10:05:00.000Z',
      configuration,
      environment: {
        gatewayKind: 'simulated',
        serverVersion: 193,
        accountId: 'DU1',
        marketData: 'live',
        platform: 'linux',
        processor: 'p',
        cores: 2,
        memoryBytes: 1,
        nodeVersion: '24',
      },
      ...given,
    },
  };
}

const checklist = {
  version: 3,
  items: [{ itemId: 'read', area: 'Operation', title: 'Read it', how: 'Read it.' }],
};
const tick = {
  itemId: 'read',
  title: 'Read it',
  checklistVersion: 3,
  note: 'Done.',
  attachment: null,
  configuration,
  by: 'tess',
  at: '2026-11-29T11:00:00.000Z',
};
const ticked: CertificationRecord = { ...nothingCertified, ticks: new Map([['read', tick]]) };

function signingCase(
  given: Partial<SigningCase> = {},
  attempt = attemptOf(),
  waived: ReadonlySet<string> = new Set(),
): SigningCase {
  const score = scoreOf(checks, attempt.runs, waived);
  return {
    attempt,
    score,
    scoreNow: score,
    configuration,
    checklist,
    rows: checklistRows(checklist, ticked, configuration),
    waivers: [],
    evidenceProblems: [],
    signatures: [],
    checks,
    requirements: [{ requirementId: 'r', title: 'R', source: 'RTS 6', checks: ['check-1'] }],
    attempts: 2,
    head: { seq: 9, hash: 'f'.repeat(64) },
    ...given,
  };
}

function person(personId: string, ...roles: Role[]): Person {
  return { personId, name: personId, roles };
}
const tess = person('tess', 'tester');
const rosa = person('rosa', 'risk-officer');
const both = person('both', 'tester', 'risk-officer');

function signatureOf(by: string): HeldSignature {
  return { attemptId: 'A', as: 'tester', by, name: by, statement: 'I ran it.', at: tick.at };
}

const sign = (signing: SigningCase, who: Person): NewFact[] =>
  decideSign(signing, { statement: 'I stand by it.' }, who, now, 'C');

describe('signing', () => {
  it.each<[string, Partial<SigningCase>, AttemptRecord, RegExp]>([
    ['a phase left out', {}, attemptOf({ phases: [1, 2, 3, 4, 5] }), /leaves out phase 6/],
    ['an attempt that runs', {}, attemptOf({ state: 'running', endedAt: null }), /is running/],
    ['an attempt that was stopped', {}, attemptOf({ state: 'stopped' }), /is stopped/],
    [
      'limits that changed',
      { configuration: { ...configuration, limitsHash: 'e'.repeat(64) } },
      attemptOf(),
      /the limits were changed/,
    ],
    [
      'an attempt of long ago',
      {},
      attemptOf({ endedAt: '2026-08-01T00:00:00.000Z' }),
      /more than 90 days ago/,
    ],
    [
      'a failure',
      {},
      attemptOf(
        {},
        checks.map((check) => runOf(check, check.phase === 1 ? 'failed' : 'passed')),
      ),
      /Phase 1 has not passed/,
    ],
    [
      'a later failure',
      { scoreNow: scoreOf(checks, [runOf(listingOf(3), 'failed')]) },
      attemptOf(),
      /Since then .*check-3/,
    ],
    [
      'evidence that is not true',
      { evidenceProblems: ['a.csv is not what was recorded.'] },
      attemptOf(),
      /a\.csv/,
    ],
    [
      'an open item',
      { rows: checklistRows(checklist, nothingCertified, configuration) },
      attemptOf(),
      /1 of 1 items of the checklist are open: Read it/,
    ],
  ])('is refused for %s', (_what, given, attempt, sentence) => {
    const signing = signingCase(given, attempt);
    expect(signingObstacles(signing, now).join(' ')).toMatch(sentence);
    expect(() => sign(signing, tess)).toThrow(sentence);
  });

  it('is the tester’s first, and issues nothing yet', () => {
    expect(sign(signingCase(), tess)).toMatchObject([
      {
        kind: 'readiness.signed',
        by: 'tess',
        body: { signature: { as: 'tester', by: 'tess', statement: 'I stand by it.' } },
      },
    ]);
    expect(() => sign(signingCase(), rosa)).toThrow(/that of a tester/);
  });

  it('issues the certificate with the risk officer’s, who is another person', () => {
    const signing = signingCase({ signatures: [signatureOf('tess')] });
    expect(() => sign(signing, tess)).toThrow(/cannot be the second person/);
    expect(() => sign(signing, person('ole', 'operator'))).toThrow(/that of a risk officer/);
    expect(() => sign(signingCase({ signatures: [signatureOf('both')] }), both)).toThrow(
      /cannot be the second person/,
    );
    const [signed, issued] = sign(signing, rosa);
    expect(signed).toMatchObject({ kind: 'readiness.signed', body: { signature: { by: 'rosa' } } });
    expect(issued).toMatchObject({
      kind: 'certificate.issued',
      by: 'desk',
      body: {
        certificate: {
          certificateId: 'C',
          rehearsal: true,
          // 90 days from the end of the attempt.
          expiresAt: '2027-02-27T10:05:00.000Z',
          configuration,
          environment: { processor: 'p', marketData: 'live', accountId: 'DU1' },
          share: 1,
          signatures: [{ by: 'tess' }, { by: 'rosa' }],
          ticks: [{ itemId: 'read', by: 'tess' }],
          attempts: 2,
          journal: { seq: 9 },
        },
      },
    });
    const { checks: proven } =
      issued?.kind === 'certificate.issued' ? issued.body.certificate : { checks: [] };
    expect(proven).toHaveLength(checks.length);
    // What was measured, beside the machine it was measured on.
    for (const each of proven) expect(each.figures).toMatchObject([{ figureId: 'p99', value: 4 }]);
    expect(proven.filter(({ negativeControl }) => negativeControl)).toHaveLength(1);
    expect(JSON.stringify(issued)).toContain('nothing of it was proven at a broker');
  });

  it.each([
    { of: 'the tester', first: 30, second: 60, until: '2026-12-29T10:05:00.000Z' },
    { of: 'the risk officer', first: 60, second: 7, until: '2026-12-06T10:05:00.000Z' },
  ])('stands for the shorter of both, here that of $of', ({ first, second, until }) => {
    const signatures = [{ ...signatureOf('tess'), validDays: first }];
    const given = { statement: 'I stand by it.', validDays: second };
    const [, issued] = decideSign(signingCase({ signatures }), given, rosa, now, 'C');
    expect(issued).toMatchObject({ body: { certificate: { expiresAt: until } } });
  });

  it('is over with both', () => {
    const signatures = [
      signatureOf('tess'),
      { ...signatureOf('rosa'), as: 'risk-officer' as const },
    ];
    expect(nextSigner(signatures)).toBeNull();
    expect(() => sign(signingCase({ signatures }), rosa)).toThrow(/Both signatures/);
  });

  it('says what is waived, and what was not proven', () => {
    const runs = checks.map((check) => runOf(check, check.phase === 2 ? 'failed' : 'passed'));
    const waiver = {
      waiverId: 'w',
      checkId: 'check-2',
      owner: 'ben',
      reason: 'r',
      compensatingControl: 'c',
      expiresAt: '2026-12-01T00:00:00.000Z',
      proposedBy: 'tess',
      approvedBy: 'rosa',
      approvedAt: '2026-11-29T10:30:00.000Z',
      expired: false,
    };
    const given = { waivers: [waiver], signatures: [signatureOf('tess')] };
    const facts = sign(signingCase(given, attemptOf({}, runs), new Set(['check-2'])), rosa);
    const issued = facts.find((fact) => fact.kind === 'certificate.issued');
    expect(issued?.body.certificate.checks.map(({ result }) => result)).toEqual([
      'passed',
      'waived',
      'passed',
      'passed',
      'passed',
      'passed',
    ]);
    expect(issued?.body.certificate.waivers).toMatchObject([{ checkId: 'check-2', owner: 'ben' }]);
    expect(issued?.body.certificate.expiresAt).toBe('2026-12-01T00:00:00.000Z');
    expect(issued?.body.certificate.notProven).toContain('Check 2 (failed): It failed.');
  });
});

describe('how long a certificate with waivers is in force', () => {
  const waiver = (checkId: string, expiresAt: string): WaiverRow => ({
    waiverId: `${checkId} ${expiresAt}`,
    checkId,
    owner: 'ben',
    reason: 'r',
    compensatingControl: 'c',
    expiresAt,
    proposedBy: 'tess',
    approvedBy: 'rosa',
    approvedAt: '2026-11-29T10:30:00.000Z',
    expired: false,
  });
  const ninetyDays = '2027-02-27T10:05:00.000Z';
  const first = '2026-12-01T00:00:00.000Z';
  const later = '2026-12-24T00:00:00.000Z';

  it.each<[string, [string, CheckRun['result']][], WaiverRow[], string]>([
    ['nothing is waived', [], [], ninetyDays],
    [
      'its gap is not critical and was skipped',
      [['check-2', 'skipped']],
      [waiver('check-2', first)],
      ninetyDays,
    ],
    ['it stands on one', [['check-2', 'failed']], [waiver('check-2', first)], first],
    [
      'a gap was waived twice',
      [['check-2', 'failed']],
      [waiver('check-2', later), waiver('check-2', first)],
      later,
    ],
    [
      'it stands on two',
      [
        ['check-2', 'failed'],
        ['check-3', 'skipped'],
      ],
      [waiver('check-2', later), waiver('check-3', first)],
      first,
    ],
  ])('where %s', (_what, otherwise, waivers, expiresAt) => {
    const results = new Map(otherwise);
    const runs = checks.map((check) => runOf(check, results.get(check.checkId)));
    const waived = new Set(waivers.map(({ checkId }) => checkId));
    const given = { waivers, signatures: [signatureOf('tess')] };
    const [, issued] = sign(signingCase(given, attemptOf({}, runs), waived), rosa);
    expect(issued).toMatchObject({ body: { certificate: { expiresAt } } });
  });
});

describe('a waiver', () => {
  const blocked = (result: CheckRun['result'], check: CheckListing): boolean =>
    scoreOf([check], [runOf(check, result)], new Set([check.checkId])).blockers.length > 0;

  it('lets by what is skipped or not critical, and no critical failure', () => {
    const [critical, minor] = [listingOf(1), listingOf(2)];
    expect(blocked('skipped', critical)).toBe(false);
    expect(blocked('failed', minor)).toBe(false);
    expect(blocked('failed', critical)).toBe(true);
    expect(scoreOf([minor], [], new Set(['check-2'])).blockers).toHaveLength(1);
    expect(scoreOf([minor], [runOf(minor, 'failed')], new Set(['check-2'])).share).toBe(0);
  });

  it('is over at its time', () => {
    const body = {
      waiver: {
        waiverId: 'w',
        checkId: 'a',
        owner: 'o',
        reason: 'r',
        compensatingControl: 'c',
        expiresAt: '2026-12-01T00:00:00.000Z',
        proposedBy: 'tess',
        approvedBy: 'rosa',
      },
    };
    const record = applied({ kind: 'waiver.granted', by: 'rosa', body });
    expect(waiversAt(record, Date.parse('2026-11-30T23:59:59.999Z'))[0]?.expired).toBe(false);
    expect(waiversAt(record, Date.parse('2026-12-01T00:00:00.000Z'))[0]?.expired).toBe(true);
  });
});

describe('the checklist', () => {
  it('counts no tick of another version or of what has changed since', () => {
    const outdated = (rows: ChecklistRow[]): string | null | undefined => rows[0]?.outdated;
    expect(outdated(checklistRows(checklist, ticked, configuration))).toBeNull();
    expect(outdated(checklistRows({ ...checklist, version: 4 }, ticked, configuration))).toMatch(
      /another version/,
    );
    const changed = { ...configuration, version: '2' };
    expect(outdated(checklistRows(checklist, ticked, changed))).toMatch(
      /another version of the program/,
    );
  });

  it('is ticked and unticked', () => {
    const [item] = checklist.items;
    if (item === undefined) throw new Error('There is no item.');
    const given = { note: 'Done.', attachment: null, configuration };
    const facts = decideTick(checklist, item, given, 'tess');
    const record = applied(...facts);
    expect(record.ticks.get('read')).toMatchObject({ by: 'tess', note: 'Done.' });
    const after = applied(...facts, ...decideUntick(record, item, 'Not yet.', 'tess'));
    expect(after.ticks.size).toBe(0);
    expect(() => decideUntick(after, item, 'Not yet.', 'tess')).toThrow(/is not ticked/);
  });
});

describe('a certificate', () => {
  const issued = sign(signingCase({ signatures: [signatureOf('tess')] }), rosa);
  const record = applied(...issued);
  const held = currentCertificate(record);
  if (held === null) throw new Error('None was issued.');
  const end = Date.parse(held.certificate.expiresAt);

  it.each<[string, Partial<Configuration>, number, CertificateState]>([
    ['nothing has changed', {}, now, 'in-force'],
    ['the limits have other contents', { limitsHash: '0'.repeat(64) }, now, 'invalidated'],
    ['an alert rule has changed', { alertRulesHash: '0'.repeat(64) }, now, 'invalidated'],
    ['the kill switch does something else', { killSwitchHash: '0'.repeat(64) }, now, 'invalidated'],
    ['another version is installed', { version: '2' }, now, 'invalidated'],
    ['another commit is installed', { commit: 'decade' }, now, 'invalidated'],
    ['only the number of the limits has changed', { limitsVersion: 2 }, now, 'in-force'],
    ['its last moment', {}, end - 1, 'in-force'],
    ['its time is over', {}, end, 'expired'],
  ])('where %s', (_what, change, at, state) => {
    const changed = { ...configuration, ...change };
    expect(certificateStanding(held, changed, at).state).toBe(state);
    const facts = certificateEnd(held, changed, at);
    expect(facts).toHaveLength(state === 'in-force' ? 0 : 1);
    const after = currentCertificate(applied(...issued, ...facts));
    expect(after?.ended === null).toBe(state === 'in-force');
    // What is on record stays, also when everything is as it was again.
    expect(certificateStanding(after, configuration, now).state).toBe(state);
  });

  it('is never overwritten', () => {
    const twice = applied(...issued, ...issued);
    expect(twice.certificates).toHaveLength(2);
  });
});

describe('the verdict', () => {
  const passed = scoreOf(
    checks,
    checks.map((check) => runOf(check)),
  );
  const failed = scoreOf(
    checks,
    checks.map((check) => runOf(check, 'failed')),
  );
  const unrun = scoreOf(checks, []);

  it.each<[string, Parameters<typeof verdictOf>[0], ReadinessVerdict]>([
    ['nothing ran', { score: unrun, gatewayKind: 'paper', certificate: 'none' }, 'not-ready'],
    ['a failure', { score: failed, gatewayKind: 'paper', certificate: 'in-force' }, 'not-ready'],
    ['a rehearsal', { score: passed, gatewayKind: 'simulated', certificate: 'none' }, 'rehearsed'],
    [
      'a signed one',
      { score: passed, gatewayKind: 'simulated', certificate: 'in-force' },
      'rehearsed',
    ],
    ['proven', { score: passed, gatewayKind: 'paper', certificate: 'none' }, 'ready-for-sign-off'],
    ['signed', { score: passed, gatewayKind: 'paper', certificate: 'in-force' }, 'certified'],
    [
      'changed since',
      { score: unrun, gatewayKind: 'paper', certificate: 'invalidated' },
      'invalidated',
    ],
    [
      'a changed rehearsal',
      { score: unrun, gatewayKind: 'simulated', certificate: 'invalidated' },
      'invalidated',
    ],
    ['too long ago', { score: unrun, gatewayKind: 'paper', certificate: 'expired' }, 'expired'],
    [
      'proven anew',
      { score: passed, gatewayKind: 'paper', certificate: 'expired' },
      'ready-for-sign-off',
    ],
  ])('of %s', (_what, given, verdict) => expect(verdictOf(given)).toBe(verdict));
});

function applied(...facts: NewFact[]): CertificationRecord {
  return facts.reduce((record, each, index) => {
    const fact: Fact = { ...each, seq: index + 1, at: '2026-11-29T12:00:00.000Z' };
    return applyToCertification(record, fact);
  }, nothingCertified);
}
