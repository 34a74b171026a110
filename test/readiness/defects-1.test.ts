import { components } from '../../src/main/readiness/checks/component-self-tests.ts';
import { frameworkChecks } from '../../src/main/readiness/checks/framework.ts';
import { frameworkDefects } from './defects-1.ts';
import { eachDefectIsNoticed } from './each-defect.ts';
import { passedRun } from './real-world.ts';

eachDefectIsNoticed(
  frameworkChecks,
  frameworkDefects,
  components.map(({ selfTest }) => passedRun(selfTest.checkId)),
);
