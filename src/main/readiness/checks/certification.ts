import type { Check } from '../check.ts';
import { certificationNegativeControl } from './certification-negative.ts';
import { checklistStands } from './checklist-stands.ts';
import { evidenceWhole } from './evidence-whole.ts';
import { recommendationsDrawn } from './recommendations-drawn.ts';
import { reportBuilds } from './report-builds.ts';
import { requirementsTraced } from './requirements-traced.ts';
import { runbookCovers } from './runbook-covers.ts';
import { signOffPossible } from './sign-off-possible.ts';

/** Phase 6. */
export const certificationChecks: readonly Check[] = [
  evidenceWhole,
  requirementsTraced,
  runbookCovers,
  checklistStands,
  signOffPossible,
  reportBuilds,
  recommendationsDrawn,
  certificationNegativeControl,
];
