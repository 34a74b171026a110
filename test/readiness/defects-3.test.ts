import { executionChecks } from '../../src/main/readiness/checks/execution.ts';
import { executionDefects } from './defects-3.ts';
import { eachDefectIsNoticed } from './each-defect.ts';

eachDefectIsNoticed(executionChecks, executionDefects);
