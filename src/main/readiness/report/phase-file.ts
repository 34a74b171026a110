import { z } from 'zod';

import {
  attemptSchema,
  checkListingSchema,
  checkRunSchema,
  phases,
  phaseSchema,
  type Phase,
} from '#shared/domain/readiness.ts';
import { phaseScoreSchema } from '#shared/domain/readiness-verdict.ts';

import type { Dossier } from './dossier.ts';

/** A phase of an attempt, whole, for machines. */
export const phaseFileSchema = z.object({
  phase: phaseSchema,
  title: z.string(),
  proves: z.string(),
  attempt: attemptSchema,
  score: phaseScoreSchema,
  checks: z.array(checkListingSchema),
  /** In the order in which they ran. */
  runs: z.array(checkRunSchema),
});
export type PhaseFile = z.infer<typeof phaseFileSchema>;

/** `2_2026-01-05T10-00-00Z.json`: the phase and when the attempt began. */
export function phaseFileName(phase: Phase, beganAt: string): string {
  return `${phase}_${beganAt.slice(0, 19).replaceAll(':', '-')}Z.json`;
}

export function isPhaseFileName(name: string): boolean {
  return /^[1-6]_\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z\.json$/.test(name);
}

/** One file for each phase of the attempt. */
export function phaseFiles({ attempt, checks, runs, score }: Dossier): PhaseFile[] {
  return phases
    .filter(({ phase }) => attempt.phases.includes(phase))
    .flatMap(({ phase, title, proves }) => {
      const ofPhase = score.phases.find((each) => each.phase === phase);
      if (ofPhase === undefined) return [];
      return [
        {
          phase,
          title,
          proves,
          attempt,
          score: ofPhase,
          checks: checks.filter((check) => check.phase === phase),
          runs: runs.filter((run) => run.phase === phase),
        },
      ];
    });
}
