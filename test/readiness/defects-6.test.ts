import { expect, test } from 'vitest';

import { certificationChecks } from '../../src/main/readiness/checks/certification.ts';
import { evidenceWhole } from '../../src/main/readiness/checks/evidence-whole.ts';
import { everyCheck } from '../../src/main/readiness/every-check.ts';
import { certificationDefects } from './defects-6.ts';
import { eachDefectIsNoticed } from './each-defect.ts';
import { leavingChecks } from './leaving-checks.ts';
import { installs } from './planted-defect.ts';
import { RealWorld } from './real-world.ts';

eachDefectIsNoticed(
  certificationChecks,
  certificationDefects,
  [],
  // This attempt has other checks than those the requirements that ship are about.
  ({ checkId }) =>
    checkId === 'requirements-traced'
      ? installs(() => ({ checks: everyCheck }))
      : checkId === 'certification-notices'
        ? installs(({ checks, requirements }) => ({
            requirements: requirements.map((requirement) => ({
              ...requirement,
              checks: checks.map(({ checkId: there }) => there),
            })),
          }))
        : (world) => world,
  leavingChecks,
);

test('alone, without the phases before it, phase 6 has nothing to certify and says so', async () => {
  const real = await RealWorld.open();
  try {
    const run = await real.run(evidenceWhole);
    expect(run.result).toBe('skipped');
    expect(run.sentence).toContain('nothing has run of phase 1, 2, 3, 4, 5');
  } finally {
    await real.close();
  }
});
