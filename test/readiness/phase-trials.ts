import type { CheckRun, Phase } from '#shared/domain/readiness.ts';

import type { Check } from '../../src/main/readiness/check.ts';
import type { CheckWorld } from '../../src/main/readiness/check-world.ts';
import { components } from '../../src/main/readiness/checks/component-self-tests.ts';
import { everyCheck } from '../../src/main/readiness/every-check.ts';
import { leavingChecks } from './leaving-checks.ts';
import { loadToBreak, quickLoad } from './load-world.ts';
import { installs } from './planted-defect.ts';
import { passedRun } from './real-world.ts';

/**
 * Checks that take more than a third of a second of a quiet machine: under the defects of the others of their phase only
 * defect-matrix.ts runs them.
 */
export const takesLong: ReadonlySet<string> = new Set([
  'clock-agrees',
  'link-answers',
  'market-data-answers',
  'risk-answers',
  'alerting-answers',
  'historical-bars',
  'streaming-feed',
  'quote-latency',
  'drop-and-resubscribe',
  'market-data-notices',
  'order-lives',
  'stops-trigger',
  'partial-fill',
  'rejection-told',
  'bracket-exits',
  'valid-orders-pass',
  // It judges the orders of the one before it.
  'order-latency',
  'campaign-reconciled',
  'transition-to-shadow',
  'load-kill',
  'load-gentle',
  'load-notices',
  'controls-deny',
  'high-risk-denied',
  'breaches-told',
  'crashes-halt',
  'kill-switch',
  'alert-life',
  'faults-survived',
  'metrics-complete',
  'monitoring-unbroken',
  'report-builds',
  // It reads the report.
  'recommendations-drawn',
]);

/** What the checks of a phase are tried with, beside the defects that are planted. */
export interface PhaseTrial {
  /** What runs before in the same attempt, in earnest. */
  first: readonly Check[];
  /** Runs that have passed earlier in the attempt. */
  before: readonly CheckRun[];
  /** The world in which a check passes. */
  sound: (check: Check) => (world: CheckWorld) => CheckWorld;
  /** The one in which its own defect is planted; the same unless given. */
  toBreak?: (check: Check) => (world: CheckWorld) => CheckWorld;
}

const asItIs = (): ((world: CheckWorld) => CheckWorld) => (world) => world;

export const phaseTrials: Readonly<Record<Phase, PhaseTrial>> = {
  1: {
    first: [],
    before: components.map(({ selfTest }) => passedRun(selfTest.checkId)),
    sound: asItIs,
  },
  2: { first: [], before: [], sound: asItIs },
  3: { first: [], before: [], sound: asItIs },
  4: { first: [], before: [], sound: quickLoad, toBreak: loadToBreak },
  // An attempt that began before the desk was opened: its monitors are watched from then on.
  5: { first: [], before: [passedRun('began-long-ago')], sound: asItIs },
  6: { first: leavingChecks, before: [], sound: ofTheseChecks },
};

/** The attempt of a test has other checks than those the requirements that ship are about. */
function ofTheseChecks({ checkId }: Check): (world: CheckWorld) => CheckWorld {
  if (checkId === 'requirements-traced') return installs(() => ({ checks: everyCheck }));
  if (checkId !== 'certification-notices') return (world) => world;
  return installs(({ checks, requirements }) => ({
    requirements: requirements.map((requirement) => ({
      ...requirement,
      checks: checks.map(({ checkId: there }) => there),
    })),
  }));
}

export function checksOf(phase: Phase): Check[] {
  return everyCheck.filter((check) => check.phase === phase);
}

export function phaseOf(checkId: string): Phase {
  const check = everyCheck.find((each) => each.checkId === checkId);
  if (check === undefined) throw new Error(`There is no check ${checkId}.`);
  return check.phase;
}
