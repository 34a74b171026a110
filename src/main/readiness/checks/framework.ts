import type { Check } from '../check.ts';
import { componentCoverage } from './component-coverage.ts';
import { components } from './component-self-tests.ts';
import { frameworkNegativeControl } from './framework-negative.ts';
import { machineChecks } from './machine.ts';
import { rolesCheck } from './roles.ts';
import { storeChecks } from './store.ts';
import { whatIsCertifiedChecks } from './what-is-certified.ts';

/** Phase 1. */
export const frameworkChecks: readonly Check[] = [
  ...storeChecks,
  ...machineChecks,
  ...whatIsCertifiedChecks,
  rolesCheck,
  ...components.map(({ selfTest }) => selfTest),
  componentCoverage,
  frameworkNegativeControl,
];
