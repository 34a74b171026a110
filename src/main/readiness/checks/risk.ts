import type { Check } from '../check.ts';
import { breachesTold } from './breaches.ts';
import { controlsDeny } from './controls-deny.ts';
import { crashesHalt } from './crashes.ts';
import { highRiskDenied } from './high-risk.ts';
import { killChecks } from './kill.ts';
import { riskNegativeControl } from './risk-negative.ts';

/** Phase 5. */
export const riskChecks: readonly Check[] = [
  controlsDeny,
  highRiskDenied,
  breachesTold,
  crashesHalt,
  ...killChecks,
  riskNegativeControl,
];
