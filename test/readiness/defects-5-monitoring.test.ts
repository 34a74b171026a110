import { monitoringChecks } from '../../src/main/readiness/checks/monitoring.ts';
import { monitoringDefects } from './defects-5-monitoring.ts';
import { eachDefectIsNoticed } from './each-defect.ts';

eachDefectIsNoticed(monitoringChecks, monitoringDefects);
