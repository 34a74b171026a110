import { csvLine } from '#shared/domain/csv.ts';

import { CheckSkipped, type Check } from '../check.ts';
import { evidenceGaps, phasesWithoutRuns, provingPhases } from '../evidence-gaps.ts';
import { atLeast, count, exactly, none } from '../figures.ts';
import { everyGateway } from './gateways.ts';

/**
 * What is certified is one whole attempt: where a phase was no part of it there is nothing to certify, and the check and
 * all that stand on it are skipped, which is not passed. Why: docs/decisions/certification.md.
 */
export const evidenceWhole: Check = {
  checkId: 'evidence-whole',
  title: 'The evidence is complete and true',
  why: 'What is signed must be what was found, and found by every check.',
  phase: 6,
  weight: 5,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 30_000,
  async run(world) {
    const { runs, installation } = world;
    const missing = phasesWithoutRuns(runs);
    if (missing.length > 0) {
      throw new CheckSkipped(
        `In this attempt nothing has run of phase ${missing.join(', ')}: there is nothing whole to certify. Start an attempt of all six phases.`,
      );
    }
    const proving = runs.filter(({ phase }) => provingPhases.includes(phase));
    const gaps = evidenceGaps(installation.checks, proving);
    const altered = world.evidenceProblems(proving);
    const files = proving.flatMap((run) =>
      run.evidence.map(({ file, sha256, bytes }) => ({ run, file, sha256, bytes })),
    );
    return {
      figures: [
        count('phases', 'Phases that ran, of 5', provingPhases.length, exactly(5)),
        count('gaps', 'Checks without a run or without evidence', gaps.length, none),
        count('files', 'Files of evidence', files.length, atLeast(1)),
        count('altered', 'Files that are not as recorded', altered.length, none),
      ],
      evidence: [
        {
          name: 'evidence.csv',
          title: 'Every file of evidence with the hash on record',
          contents: [
            csvLine(['phase', 'checkId', 'result', 'file', 'sha256', 'bytes']),
            ...files.map(({ run, file, sha256, bytes }) =>
              csvLine([run.phase, run.checkId, run.result, file, sha256, bytes]),
            ),
          ].join(''),
        },
      ],
      problems: [...gaps, ...altered],
      found: `All ${files.length} files of ${proving.length} runs are there, with the hashes on record.`,
    };
  },
};
