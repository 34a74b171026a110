import type { ChecklistRow } from '#shared/domain/certification.ts';
import type { CheckRun } from '#shared/domain/readiness.ts';

import type { Check } from '../check.ts';
import type { CheckWorld } from '../check-world.ts';
import { evidenceGaps, provingPhases } from '../evidence-gaps.ts';
import { runbookProblems, type RunbookRule } from '../runbook.ts';
import { signerProblems } from '../signers.ts';
import { traceabilityProblems } from '../traceability.ts';
import { checklistProblems } from './checklist-stands.ts';
import { everyGateway } from './gateways.ts';
import { judgePlanted, type PlantedObservation } from './planted-observations.ts';
import { recommendationProblems } from './recommendations-drawn.ts';
import { rulesInForce } from './runbook-covers.ts';

/** The first of all runs that has left evidence says another hash for its file: as if the file had been altered. */
function altered(runs: readonly CheckRun[]): CheckRun[] {
  const at = runs.findIndex(({ evidence }) => evidence.length > 0);
  return runs.map((run, nth) =>
    nth === at
      ? { ...run, evidence: run.evidence.map((each) => ({ ...each, sha256: '0'.repeat(64) })) }
      : run,
  );
}

/** Every evaluation of phase 6, with what this attempt and this installation have, and one thing broken in each. */
function planted(
  world: CheckWorld,
  runs: readonly CheckRun[],
  rules: readonly RunbookRule[],
  rows: readonly ChecklistRow[],
): PlantedObservation[] {
  const { installation } = world;
  const { requirements, checks, configuration } = installation;
  const runbook = installation.runbook();
  const people = [
    { personId: 'a', name: 'A', roles: ['tester' as const] },
    { personId: 'b', name: 'B', roles: ['risk-officer' as const] },
  ];
  const failed = { checkId: 'a', result: 'failed' as const, figures: [] };
  const tick = (of: typeof configuration): ChecklistRow[] =>
    rows.slice(0, 1).map((row) => ({
      ...row,
      outdated: null,
      tick: {
        itemId: row.itemId,
        title: row.title,
        checklistVersion: row.checklistVersion,
        note: '',
        attachment: null,
        configuration: of,
        by: 'a',
        at: '2026-01-05T10:00:00.000Z',
      },
    }));
  return [
    {
      defect: 'a file of evidence was altered',
      says: () => world.evidenceProblems(altered(runs)),
      saysOfTheSound: () => world.evidenceProblems(runs),
    },
    {
      defect: 'a check has passed and left no evidence',
      says: () => evidenceGaps(checks, [...runs.slice(1), ...runs.slice(0, 1).map(bare)]),
      saysOfTheSound: () => evidenceGaps(checks, runs),
    },
    {
      defect: 'a check has not run',
      says: () => evidenceGaps(checks, runs.slice(1)),
      saysOfTheSound: () => evidenceGaps(checks, runs),
    },
    {
      defect: 'a requirement has no check',
      says: () =>
        traceabilityProblems(
          [...requirements, { requirementId: 'bare', title: 'Bare.', source: '', checks: [] }],
          checks,
        ),
      saysOfTheSound: () => traceabilityProblems(requirements, checks),
    },
    {
      defect: 'a check proves no requirement',
      says: () => traceabilityProblems(requirements, [...checks, { checkId: 'unasked' }]),
      saysOfTheSound: () => traceabilityProblems(requirements, checks),
    },
    {
      defect: 'a rule has no section in the runbook',
      says: () => runbookProblems(runbook, [...rules, { rule: 'unheard', title: 'Unheard' }]),
      saysOfTheSound: () => runbookProblems(runbook, rules),
    },
    {
      defect: 'the runbook has a section on a rule that is gone',
      says: () => runbookProblems(runbook, rules.slice(1)),
      saysOfTheSound: () => runbookProblems(runbook, rules),
    },
    {
      defect: 'a tick of another configuration counts',
      says: () =>
        checklistProblems(tick({ ...configuration, limitsHash: '0'.repeat(64) }), configuration),
      saysOfTheSound: () => checklistProblems(tick(configuration), configuration),
    },
    {
      defect: 'a check that failed is not among the recommendations',
      says: () => recommendationProblems([], [failed]),
      saysOfTheSound: () =>
        recommendationProblems([{ reason: 'failed', checkId: 'a', figureId: null }], [failed]),
    },
    {
      defect: 'one person alone could sign twice',
      says: () =>
        signerProblems([{ personId: 'a', name: 'A', roles: ['tester', 'risk-officer'] }], null),
      saysOfTheSound: () => signerProblems(people, null),
    },
    {
      defect: 'the risk officer has no passphrase',
      says: () => signerProblems(people, new Set(['a'])),
      saysOfTheSound: () => signerProblems(people, new Set(['a', 'b'])),
    },
  ];
}

function bare(run: CheckRun): CheckRun {
  return { ...run, result: 'passed', evidence: [] };
}

export const certificationNegativeControl: Check = {
  checkId: 'certification-notices',
  title: 'Defects in evidence and papers are noticed',
  why: 'A check that cannot fail proves nothing.',
  phase: 6,
  weight: 2,
  critical: true,
  negativeControl: true,
  gateways: everyGateway,
  needs: ['evidence-whole'],
  withinMs: 30_000,
  async run(world) {
    const runs = world.runs.filter(({ phase }) => provingPhases.includes(phase));
    const rows = world.desk.feed('checklist', {}).snapshot();
    return judgePlanted(planted(world, runs, await rulesInForce(world), rows));
  },
};
