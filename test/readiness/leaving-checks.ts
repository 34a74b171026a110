import { phases, type Phase } from '#shared/domain/readiness.ts';

import type { Check } from '../../src/main/readiness/check.ts';

/** A check that is over at once and leaves what a check of its phase leaves: a file, and a figure near its threshold. */
function leaving(phase: Phase): Check {
  return {
    checkId: `leaves-${phase}`,
    title: `Leaves evidence of phase ${phase}`,
    why: 'A test needs some.',
    phase,
    weight: 1,
    critical: true,
    negativeControl: false,
    gateways: ['simulated'],
    needs: [],
    withinMs: 5_000,
    run: async () => ({
      figures: [
        {
          figureId: 'latency',
          title: 'Latency',
          value: 9,
          unit: 'ms',
          threshold: { compare: 'at-most', value: 10 },
        },
      ],
      evidence: [{ name: 'left.txt', title: 'Something', contents: `Of phase ${phase}.` }],
      problems: [],
      found: 'It is left.',
    }),
  };
}

/** One for each phase that is over before the last one begins. */
export const leavingChecks: readonly Check[] = phases
  .map(({ phase }) => phase)
  .filter((phase) => phase < 6)
  .map(leaving);
