import reference from '#resources/load/reference.json' with { type: 'json' };
import { referenceLineSchema } from '#shared/domain/load.ts';
import type { Fact, NewFact } from '#shared/domain/fact.ts';
import type { Attempt, CheckListing, CheckRun } from '#shared/domain/readiness.ts';

import { DossierGathering, type Dossier, type ReportSurroundings } from './dossier.ts';

const hex = (digit: string): string => digit.repeat(64);

export const attempt: Attempt = {
  attemptId: '01ATTEMPT',
  phases: [1, 2],
  seed: 7,
  state: 'running',
  by: 'tester',
  beganAt: '2026-01-05T10:00:00.000Z',
  endedAt: null,
  configuration: {
    version: '0.1.0',
    commit: 'c0ffee',
    limitsVersion: 3,
    limitsHash: hex('1'),
    alertRulesHash: hex('2'),
    killSwitchHash: hex('3'),
  },
  environment: {
    gatewayKind: 'simulated',
    serverVersion: 176,
    accountId: 'DU1000001',
    marketData: 'live',
    platform: 'linux',
    processor: 'a processor',
    cores: 2,
    memoryBytes: 8 * 2 ** 30,
    nodeVersion: '24.0.0',
  },
};

export function listing(checkId: string, given: Partial<CheckListing> = {}): CheckListing {
  return {
    checkId,
    title: `Title of ${checkId}`,
    why: `Why ${checkId} matters.`,
    phase: 1,
    weight: 1,
    critical: true,
    negativeControl: false,
    gateways: ['simulated'],
    needs: [],
    ...given,
  };
}

export function run(checkId: string, given: Partial<CheckRun> = {}): CheckRun {
  return {
    checkId,
    title: `Title of ${checkId}`,
    phase: 1,
    weight: 1,
    critical: true,
    result: 'passed',
    sentence: `Found of ${checkId}.`,
    figures: [],
    evidence: [],
    beganAt: '2026-01-05T10:00:01.000Z',
    durationMs: 1500,
    ...given,
  };
}

/** Facts of one attempt with these runs, with what else is given in its midst. */
export function factsOf(runs: readonly CheckRun[], amid: readonly NewFact[] = []): Fact[] {
  const { attemptId } = attempt;
  const facts: NewFact[] = [
    { kind: 'attempt.began', by: 'tester', body: { attempt } },
    ...runs.map((each): NewFact => ({
      kind: 'check.ran',
      by: 'desk',
      body: { attemptId, run: each },
    })),
    ...amid,
    {
      kind: 'attempt.ended',
      by: 'desk',
      body: { attemptId, state: 'completed', reason: 'Every check of it has run.' },
    },
  ];
  return facts.map((fact, at) => ({
    ...fact,
    seq: at + 1,
    at: new Date(Date.UTC(2026, 0, 5, 10, 0, at)).toISOString(),
  }));
}

const item = { itemId: 'keys', area: 'Desk', title: 'Keys are kept', how: 'Look.' };

/** What a chain might say of a fact. */
export const hashOf = ({ seq }: Fact): string => seq.toString(16).padStart(64, '0');

export function dossierOf(
  facts: readonly Fact[],
  checks: readonly CheckListing[],
  given: Partial<ReportSurroundings> = {},
): Dossier {
  const gathering = new DossierGathering(attempt.attemptId);
  for (const fact of facts) gathering.take(fact, hashOf(fact));
  const dossier = gathering.finish({
    builtAt: '2026-01-05T11:00:00.000Z',
    version: '0.1.0',
    checks,
    requirements: [],
    reference: referenceLineSchema.parse(reference),
    evidenceText: () => null,
    checklist: { version: 1, items: [item] },
    runbook: null,
    evidenceProblems: () => [],
    attachmentProblem: () => null,
    ...given,
  });
  if (dossier === null) throw new Error('The attempt is not among the facts.');
  return dossier;
}
