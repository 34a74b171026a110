import { frameworkDefects } from './defects-1.ts';
import { marketDataDefects } from './defects-2.ts';
import { executionDefects } from './defects-3.ts';
import { loadDefects } from './defects-4.ts';
import { riskDefects } from './defects-5.ts';
import { monitoringDefects } from './defects-5-monitoring.ts';
import { certificationDefects } from './defects-6.ts';
import type { PlantedDefect } from './planted-defect.ts';

/** Every planted defect, phase by phase. */
export const everyDefect: readonly PlantedDefect[] = [
  ...frameworkDefects,
  ...marketDataDefects,
  ...executionDefects,
  ...loadDefects,
  ...riskDefects,
  ...monitoringDefects,
  ...certificationDefects,
];
