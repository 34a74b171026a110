import { frameworkChecks } from '../../src/main/readiness/checks/framework.ts';
import { frameworkDefects } from './defects-1.ts';
import { eachDefectIsNoticed } from './each-defect.ts';

eachDefectIsNoticed(frameworkChecks, frameworkDefects);
