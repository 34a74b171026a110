import { phases, type Phase } from '#shared/domain/readiness.ts';

import type { Check } from '../../src/main/readiness/check.ts';

/** A check of each phase that passes and leaves a file; that of one phase first calls something. */
export function phaseChecks(of: Phase | null, call: () => void): Check[] {
  return phases.map(({ phase }) => ({
    checkId: `check-${phase}`,
    title: `Check of phase ${phase}`,
    why: 'A test needs one.',
    phase,
    weight: 1,
    critical: true,
    negativeControl: false,
    gateways: ['simulated'],
    needs: [],
    withinMs: 5000,
    run: async () => {
      if (phase === of) call();
      const contents = `Seen in phase ${phase}.`;
      return {
        figures: [],
        evidence: [{ name: 'seen.txt', title: 'What was seen', contents }],
        problems: [],
        found: 'All is well.',
      };
    },
  }));
}
