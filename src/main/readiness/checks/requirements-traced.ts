import { csvLine } from '#shared/domain/csv.ts';

import type { Check } from '../check.ts';
import { atLeast, count, none } from '../figures.ts';
import { traceabilityProblems } from '../traceability.ts';
import { everyGateway } from './gateways.ts';

export const requirementsTraced: Check = {
  checkId: 'requirements-traced',
  title: 'Every requirement is traced to checks, and every check to a requirement',
  why: 'A requirement that nothing checks is a wish, and a check that nothing asks for proves nothing.',
  phase: 6,
  weight: 3,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 5_000,
  async run({ installation: { requirements, checks }, runs }) {
    const problems = traceabilityProblems(requirements, checks);
    const results = new Map(runs.map((run) => [run.checkId, run]));
    return {
      figures: [
        count('requirements', 'Requirements', requirements.length, atLeast(1)),
        count('untraced', 'Requirements and checks without another side', problems.length, none),
      ],
      evidence: [
        {
          name: 'traceability.csv',
          title: 'From requirement to check, run and evidence',
          contents: [
            csvLine(['requirement', 'source', 'check', 'result', 'evidence sha256']),
            ...requirements.flatMap(({ requirementId, source, checks: proving }) =>
              proving.map((checkId) => {
                const run = results.get(checkId);
                const hashes = run?.evidence.map(({ sha256 }) => sha256).join(' ');
                return csvLine([
                  requirementId,
                  source,
                  checkId,
                  run?.result ?? 'not run before this',
                  hashes ?? '',
                ]);
              }),
            ),
          ].join(''),
        },
      ],
      problems,
      found: `${requirements.length} requirements and ${checks.length} checks are traced both ways.`,
    };
  },
};
