import { monitoringChecks } from '../../src/main/readiness/checks/monitoring.ts';
import { monitoringDefects } from './defects-5-monitoring.ts';
import { eachDefectIsNoticed } from './each-defect.ts';
import { passedRun } from './real-world.ts';

// An attempt that began before the desk was opened: its monitors are watched from then on.
eachDefectIsNoticed(monitoringChecks, monitoringDefects, [passedRun('began-long-ago')]);
