import { expect, test } from 'vitest';

import { certificationChecks } from '../../src/main/readiness/checks/certification.ts';
import { evidenceWhole } from '../../src/main/readiness/checks/evidence-whole.ts';
import { certificationDefects } from './defects-6.ts';
import { eachDefectIsNoticed } from './each-defect.ts';
import { RealWorld } from './real-world.ts';

eachDefectIsNoticed(certificationChecks, certificationDefects);

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
