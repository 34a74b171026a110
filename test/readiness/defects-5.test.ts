import { riskChecks } from '../../src/main/readiness/checks/risk.ts';
import { riskDefects } from './defects-5.ts';
import { eachDefectIsNoticed } from './each-defect.ts';

eachDefectIsNoticed(riskChecks, riskDefects);
