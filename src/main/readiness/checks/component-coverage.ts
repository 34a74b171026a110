import { csvLine } from '#shared/domain/csv.ts';
import type { CheckRun } from '#shared/domain/readiness.ts';

import type { Check } from '../check.ts';
import { exactly, none, count, percent } from '../figures.ts';
import { components } from './component-self-tests.ts';
import { everyGateway } from './gateways.ts';

/** Which components have not answered for themselves in this attempt. */
export function unanswered(runs: readonly Pick<CheckRun, 'checkId' | 'result'>[]): string[] {
  const passed = new Set(
    runs.filter(({ result }) => result === 'passed').map(({ checkId }) => checkId),
  );
  return components
    .filter(({ selfTest }) => !passed.has(selfTest.checkId))
    .map(({ component }) => component);
}

/** Needs none of the self-tests: one that failed makes this fail, too, and is not passed over as skipped. */
export const componentCoverage: Check = {
  checkId: 'component-coverage',
  title: 'Every component has answered for itself',
  why: 'What was left out of the proof is not proven.',
  phase: 1,
  weight: 3,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 5_000,
  run({ runs }) {
    const missing = unanswered(runs);
    const answered = components.length - missing.length;
    return Promise.resolve({
      figures: [
        percent(
          'coverage',
          'Components that answered',
          (100 * answered) / components.length,
          exactly(100),
        ),
        count('unanswered', 'Components that did not', missing.length, none),
      ],
      evidence: [
        {
          name: 'components.csv',
          title: 'Components and the checks by which they answer',
          contents: [
            csvLine(['component', 'check', 'answered']),
            ...components.map(({ component, selfTest }) =>
              csvLine([component, selfTest.checkId, !missing.includes(component)]),
            ),
          ].join(''),
        },
      ],
      problems: missing.map((component) => `${component} has not answered for itself.`),
      found: `All ${components.length} components answered for themselves.`,
    });
  },
};
