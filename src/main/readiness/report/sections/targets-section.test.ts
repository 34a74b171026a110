import { describe, expect, it } from 'vitest';

import { loadSummaryExample } from '#shared/domain/load.fixture.ts';
import type { LoadSummary } from '#shared/domain/load.ts';

import { sha256 } from '../../evidence-folder.ts';
import { dossierOf, factsOf, run } from '../facts-of-attempt.fixture.ts';
import { targetsSection } from './targets-section.ts';

const [orders] = loadSummaryExample.kinds;
if (orders === undefined) throw new Error('The example has no orders.');
const mixed: LoadSummary = { ...loadSummaryExample, kinds: [orders, { ...orders, kind: 'quote' }] };

/** What the section says of one run: each table row as a line, and its notes. */
function said(summary: LoadSummary): string[] {
  const written = JSON.stringify(summary);
  const file = 'a.mixed-1-summary.json';
  const evidence = [{ file, title: 'Summary', sha256: sha256(written), bytes: written.length }];
  const dossier = dossierOf(factsOf([run('a', { evidence })]), [], {
    evidenceText: (_attemptId, wanted) => (wanted === file ? written : null),
  });
  return targetsSection(dossier).flatMap((block) =>
    block.kind === 'table'
      ? block.rows.map((row) => row.map(({ text }) => text).join(' | '))
      : block.kind === 'paragraph' && block.look === 'note'
        ? [block.text]
        : [],
  );
}

describe('targets beside what was measured', () => {
  it('are reached or not where the run was asked for as much', () => {
    expect(said({ ...mixed, offeredPerSecond: 620, achievedPerSecond: 610 })).toContain(
      'Operations done | 506.6 /s | 610 /s | over 500 /s | yes',
    );
    expect(said({ ...mixed, offeredPerSecond: 620, achievedPerSecond: 480 })).toContain(
      'Operations done | 506.6 /s | 480 /s | over 500 /s | no',
    );
  });

  it('are not missed by a run that was never asked for as much', () => {
    expect(said({ ...mixed, offeredPerSecond: 360, achievedPerSecond: 358 })).toContain(
      'Operations done | 506.6 /s | 358 /s | over 500 /s | not asked of it',
    );
  });

  it('are not compared with a run that was slow on purpose, and that is said', () => {
    const fault = {
      title: 'Link dropped',
      fromMs: 0,
      toMs: 400,
      offered: 10,
      errors: [],
      latency: mixed.latency,
    };
    expect(said({ ...mixed, faults: [fault] })).toEqual([
      'Runs with faults are slow on purpose, and are not compared.',
    ]);
  });
});
