import { describe, expect, it } from 'vitest';

import { untouchedAlert } from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import type { CheckListing, CheckRun } from '#shared/domain/readiness.ts';

import { sha256 } from '../evidence-folder.ts';
import type { Block } from './document.ts';
import type { ReportSurroundings } from './dossier.ts';
import { attempt, dossierOf, factsOf, listing, run } from './facts-of-attempt.fixture.ts';
import { reportDocument } from './report-document.ts';

/** Everything a reader finds in the section of a heading, as one text. */
function sectionText(blocks: readonly Block[], id: string): string {
  const from = blocks.findIndex((block) => block.kind === 'heading' && block.id === id);
  if (from === -1) throw new Error(`There is no section ${id}.`);
  const rest = blocks.slice(from + 1);
  const to = rest.findIndex((block) => block.kind === 'heading' && block.level === 1);
  return JSON.stringify(to === -1 ? rest : rest.slice(0, to));
}

function section(
  id: string,
  runs: readonly CheckRun[],
  checks: readonly CheckListing[],
  given: Partial<ReportSurroundings> = {},
): string {
  return sectionText(reportDocument(dossierOf(factsOf(runs), checks, given)).blocks, id);
}

const alert = {
  alertId: 'a1',
  fingerprint: 'stale-quote',
  rule: 'stale-quote',
  severity: 'warning' as const,
  title: 'Stale quote',
  detail: '',
  state: 'open' as const,
  conditionCleared: false,
  count: 1,
  firstSeenAt: attempt.beganAt,
  lastSeenAt: attempt.beganAt,
  orderRef: null,
  instrumentId: null,
  ...untouchedAlert,
};

const late = {
  figureId: 'latency',
  title: 'Latency',
  value: 12,
  unit: 'ms',
  threshold: { compare: 'at-most' as const, value: 10 },
};

const waiver = {
  waiverId: 'w1',
  checkId: 'a',
  owner: 'Desk',
  reason: 'Known.',
  compensatingControl: 'Watched by hand.',
  expiresAt: '2026-02-01T00:00:00.000Z',
  proposedBy: 'tester',
  approvedBy: 'officer',
};

describe('the report', () => {
  it('says the verdict first, then everything else, and leads nowhere that is not there', () => {
    const { blocks } = reportDocument(
      dossierOf(factsOf([run('a'), run('gone')]), [listing('a'), listing('b')]),
    );
    const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [block] : []));
    expect(headings.filter(({ level }) => level === 1).map(({ id }) => id)).toEqual([
      'verdict',
      'scope',
      'environment',
      ...[1, 2, 3, 4, 5, 6].map((phase) => `phase-${phase}`),
      'checks',
      'traceability',
      'risk',
      'load',
      'alerts',
      'reconciliation',
      'checklist',
      'deviations',
      'not-proven',
      'recommendations',
      'targets',
      'history',
      'runbook',
      'glossary',
      'sign-off',
    ]);
    const ids = headings.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const links = JSON.stringify(blocks).matchAll(/"to":"([^"]+)"/g);
    expect([...links].map(([, to]) => to).filter((to) => !ids.includes(to ?? ''))).toEqual([]);
  });

  it('calls an attempt on the simulated gateway a rehearsal, and proves nothing of a broker', () => {
    expect(section('verdict', [run('a')], [listing('a')])).toContain('this attempt is a rehearsal');
    expect(section('not-proven', [run('a')], [listing('a')])).toContain(
      'How a broker’s gateway behaves',
    );
  });

  it('is a no with what stands in the way, whatever the score', () => {
    const text = section(
      'verdict',
      [run('a', { result: 'failed', sentence: 'It leaks.' })],
      [listing('a')],
    );
    expect(text).toContain('Not ready');
    expect(text).toContain('It leaks.');
  });

  it('lists what was skipped, what has not run and which phases were no part of it', () => {
    const text = section(
      'not-proven',
      [run('a', { result: 'skipped', sentence: 'Markets are closed.' })],
      [listing('a'), listing('b', { phase: 2 })],
    );
    expect(text).toContain('Markets are closed.');
    expect(text).toContain('Title of b');
    expect(text).toContain('Phase 3, Execution and paper trading: it was not part');
    expect(text).not.toContain('Phase 2, ');
  });

  it('shows of every check the threshold, what was measured, and each evidence file with its hash', () => {
    const evidence = { file: 'a.quotes.csv', title: 'Quotes', sha256: 'e'.repeat(64), bytes: 2048 };
    const text = section(
      'checks',
      [run('a', { result: 'failed', figures: [late], evidence: [evidence] })],
      [listing('a')],
    );
    expect(text).toMatch(/Latency.*12 ms.*at most 10 ms.*no/);
    expect(text).toContain(evidence.sha256);
    expect(text).toContain('2.0 KiB');
  });

  it('says of evidence that was altered that it was', () => {
    expect(
      section('verdict', [run('a')], [listing('a')], {
        evidenceProblems: () => ['a.quotes.csv is not what was recorded.'],
      }),
    ).toContain('a.quotes.csv is not what was recorded.');
  });

  it('leads from requirement to check and back, and names what has no other side', () => {
    const text = section('traceability', [run('a')], [listing('a'), listing('free')], {
      requirements: [
        { requirementId: 'r1', title: 'It holds', source: 'RTS 6', checks: ['a'] },
        { requirementId: 'r2', title: 'It flies', source: 'RTS 6', checks: ['nobody'] },
      ],
    });
    expect(text).toContain(
      '2 requirements, 1 of them without a check of this version; 2 checks, 1 of them without',
    );
    expect(text).toMatch(/R1.*It holds.*RTS 6.*r1.*Title of a.*passed/);
  });

  it('tells of alerts and reconciliations of its own time alone', () => {
    const others: NewFact[] = [
      { kind: 'alert.changed', by: 'desk', body: { alert, change: 'raised' } },
      {
        kind: 'reconciliation.completed',
        by: 'desk',
        body: { openOrders: 0, executionsAdded: 0, unknownOrders: 0, breaks: [], complete: true },
      },
    ];
    const { blocks } = reportDocument(dossierOf(factsOf([run('a')], others), [listing('a')]));
    expect(sectionText(blocks, 'alerts')).toContain('1 alert was raised');
    expect(sectionText(blocks, 'reconciliation')).toContain('1 comparison of that kind');
    const without = reportDocument(dossierOf(factsOf([run('a')]), [listing('a')])).blocks;
    expect(sectionText(without, 'alerts')).toContain('No alert changed');
    expect(sectionText(without, 'reconciliation')).toContain('the books were never compared');
  });

  it('says of a time without a reconciliation on record how the latest before it came out', () => {
    const [began, ...rest] = factsOf([run('a')]);
    if (began === undefined) throw new Error('An attempt begins with a fact.');
    const before = {
      kind: 'reconciliation.completed' as const,
      by: 'desk',
      seq: 1,
      at: '2026-01-05T09:59:00.000Z',
      body: { openOrders: 2, executionsAdded: 0, unknownOrders: 0, breaks: [], complete: true },
    };
    const { blocks } = reportDocument(dossierOf([before, began, ...rest], [listing('a')]));
    expect(sectionText(blocks, 'reconciliation')).toMatch(
      /None is on record while .*2026-01-05 09:59:00 UTC: the broker answered in full, 2 open orders/,
    );
  });

  it('holds what people have ticked, accepted and signed for this attempt', () => {
    const { attemptId, configuration } = attempt;
    const tick = { itemId: 'keys', title: 'Keys', checklistVersion: 1, note: 'In the safe.' };
    const attachment = {
      file: 'keys.receipt.txt',
      title: 'receipt.txt',
      sha256: sha256('Two keys.'),
      bytes: 9,
    };
    const people: NewFact[] = [
      {
        kind: 'checklist.ticked',
        by: 'tester',
        body: { ...tick, attachment, configuration },
      },
      {
        kind: 'waiver.granted',
        by: 'officer',
        body: { waiver },
      },
      {
        kind: 'readiness.signed',
        by: 'tester',
        body: {
          signature: {
            attemptId,
            as: 'tester',
            by: 'tester',
            name: 'Tester One',
            statement: 'As found.',
          },
        },
      },
    ];
    const failed = run('a', { result: 'failed' });
    const { blocks } = reportDocument(
      dossierOf(factsOf([failed], people), [listing('a', { critical: false })], {
        attachmentProblem: ({ file }) => `${file} is not what was recorded.`,
      }),
    );
    const checklist = sectionText(blocks, 'checklist');
    expect(checklist).toContain('In the safe.');
    expect(checklist).toContain('keys.receipt.txt is not what was recorded.');
    expect(checklist).toContain(attachment.sha256);
    expect(sectionText(blocks, 'deviations')).toContain('Watched by hand.');
    expect(sectionText(blocks, 'sign-off')).toContain('Tester One');
    expect(sectionText(blocks, 'verdict')).toContain('No check stands in the way, but 5 phases');
  });

  it('compares with the attempt before', () => {
    const before = { ...attempt, attemptId: '01BEFORE', beganAt: '2026-01-04T10:00:00.000Z' };
    const facts = factsOf([run('a')]);
    const earlier = [
      { kind: 'attempt.began' as const, by: 'tester', body: { attempt: before } },
      {
        kind: 'check.ran' as const,
        by: 'desk',
        body: { attemptId: '01BEFORE', run: run('a', { result: 'failed' }) },
      },
    ].map((fact, at) => ({ ...fact, seq: at + 1, at: before.beganAt }));
    const { blocks } = reportDocument(dossierOf([...earlier, ...facts], [listing('a')]));
    expect(sectionText(blocks, 'history')).toMatch(/Title of a.*failed.*passed/);
    expect(sectionText(blocks, 'recommendations')).toContain('failed in 1 of 1 earlier attempts');
  });

  it('shows what a check has compared, from its evidence as it was recorded and from no other', () => {
    const sums =
      'sum,worked out from the fills,said,cents off\r\n"SPY, realised",-13.37,-13.37,0\r\n';
    const evidence = {
      file: 'campaign-reconciled.sums.csv',
      title: 'Sums',
      sha256: sha256(sums),
      bytes: sums.length,
    };
    const runs = [run('campaign-reconciled', { evidence: [evidence] })];
    const text = (given: string): string =>
      section('reconciliation', runs, [listing('campaign-reconciled')], {
        evidenceText: () => given,
      });
    expect(text(sums)).toMatch(/evidence\/campaign-reconciled\.sums\.csv.*SPY, realised.*-13\.37/);
    expect(text(sums.replace('0', '1'))).not.toContain('SPY');
  });

  it('says at a glance what else decides', () => {
    const failed = run('b', { result: 'failed', figures: [late] });
    expect(section('verdict', [run('a'), failed], [listing('a'), listing('b')])).toMatch(
      /Critical checks passed.*1 of 2.*Figures.*0 of 1.*Signatures.*0 of 2.*Certificate.*none/,
    );
  });

  it('says of a failed check that is waived that it is', () => {
    const granted: NewFact = { kind: 'waiver.granted', by: 'officer', body: { waiver } };
    const facts = factsOf([run('a', { result: 'failed' })], [granted]);
    const { blocks } = reportDocument(dossierOf(facts, [listing('a')]));
    expect(sectionText(blocks, 'phase-1')).toContain('failed, waived');
  });
});
