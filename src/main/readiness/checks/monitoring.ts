import type { Check } from '../check.ts';
import { alertLife } from './alert-life.ts';
import { faultsSurvived } from './faults-survived.ts';
import { metricsComplete } from './metrics-complete.ts';
import { monitoringNegativeControl } from './monitoring-negative.ts';
import { unbrokenMonitoring } from './unbroken-monitoring.ts';

/** Phase 5, what watches the desk: last, so that in a whole attempt the minute that must be watched is over already. */
export const monitoringChecks: readonly Check[] = [
  alertLife,
  faultsSurvived,
  metricsComplete,
  unbrokenMonitoring,
  monitoringNegativeControl,
];
