import type { Check } from './check.ts';
import { certificationChecks } from './checks/certification.ts';
import { frameworkChecks } from './checks/framework.ts';
import { executionChecks } from './checks/execution.ts';
import { loadChecks } from './checks/load.ts';
import { marketDataChecks } from './checks/market-data.ts';
import { monitoringChecks } from './checks/monitoring.ts';
import { riskChecks } from './checks/risk.ts';

/** Every check, in the order in which they run: phase by phase, and what others stand on first. */
export const everyCheck: readonly Check[] = [
  ...frameworkChecks,
  ...marketDataChecks,
  ...executionChecks,
  ...loadChecks,
  ...riskChecks,
  ...monitoringChecks,
  ...certificationChecks,
];
