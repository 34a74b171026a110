import { loadChecks } from '../../src/main/readiness/checks/load.ts';
import { loadDefects } from './defects-4.ts';
import { eachDefectIsNoticed } from './each-defect.ts';

eachDefectIsNoticed(loadChecks, loadDefects);
