import { installs, lies, type PlantedDefect } from './planted-defect.ts';

/** The negative control is fed what is installed, so that it complains of what is wrong with it already. */
const fedFromIt = {
  'certification-notices': 'it is fed what is installed, which must be sound.',
};

/** Phase 6. */
export const certificationDefects: readonly PlantedDefect[] = [
  {
    checkId: 'evidence-whole',
    broken: 'A file of evidence is not the one that was recorded.',
    plant: (world) => ({
      ...world,
      runs: world.runs.map((run, nth) =>
        nth === 0
          ? { ...run, evidence: run.evidence.map((each) => ({ ...each, sha256: 'f'.repeat(64) })) }
          : run,
      ),
    }),
    says: /left\.txt is not what was recorded/,
  },
  {
    checkId: 'requirements-traced',
    broken: 'A requirement names a check that there is no longer.',
    also: fedFromIt,
    plant: installs(({ requirements }) => ({
      requirements: requirements.map((requirement, nth) =>
        nth === 0 ? { ...requirement, checks: [...requirement.checks, 'gone'] } : requirement,
      ),
    })),
    says: /names gone, which is no check of this version/,
  },
  {
    checkId: 'runbook-covers',
    broken: 'The runbook says nothing of the kill switch.',
    also: fedFromIt,
    plant: installs((installation) => ({
      runbook: () =>
        installation.runbook()?.replace('### `kill-engaged`', '### kill-engaged') ?? null,
    })),
    says: /no section on kill-engaged/,
  },
  {
    checkId: 'checklist-stands',
    broken: 'A tick of an earlier version of the checklist counts.',
    plant: (world) =>
      lies({
        topics: {
          checklist: (rows) =>
            rows.map((row, nth) =>
              nth > 0
                ? row
                : {
                    ...row,
                    tick: {
                      itemId: row.itemId,
                      title: row.title,
                      checklistVersion: row.checklistVersion - 1,
                      note: '',
                      attachment: null,
                      configuration: world.installation.configuration,
                      by: 'tester',
                      at: '2026-01-05T10:00:00.000Z',
                    },
                  },
            ),
        },
      })(world),
    says: /by a tick of another version of the list/,
  },
  {
    checkId: 'sign-off-possible',
    broken: 'The only tester is the only risk officer.',
    plant: installs(() => ({
      people: () => [
        { personId: 'a', name: 'A', roles: ['tester', 'risk-officer'] },
        { personId: 'b', name: 'B', roles: ['operator'] },
      ],
    })),
    says: /One person alone could give both signatures/,
  },
  {
    checkId: 'report-builds',
    broken: 'The report leaves out a file of evidence.',
    plant: (world) => ({
      ...world,
      report: async () => {
        const report = await world.report();
        return {
          ...report,
          files: report.files.filter(({ file }) => file !== 'evidence/leaves-3.left.txt'),
        };
      },
    }),
    says: /does not have leaves-3\.left\.txt as it was recorded/,
  },
  {
    checkId: 'recommendations-drawn',
    broken: 'A figure that takes nine tenths of its threshold is not among the recommendations.',
    plant: (world) => ({
      ...world,
      report: async () => ({ ...(await world.report()), recommendations: '[]' }),
    }),
    says: /Nothing is recommended of latency of leaves-1, which is near its threshold/,
  },
  {
    checkId: 'certification-notices',
    broken: 'No runbook is installed: the planted defects in it cannot be told from what is sound.',
    also: { 'runbook-covers': 'it reads the runbook, and there is none.' },
    plant: installs(() => ({ runbook: () => null })),
    says: /Said of what is sound beside “a rule has no section/,
  },
];
