import type { Check } from '../check.ts';
import { bracketChecks } from './brackets.ts';
import { brokerEventChecks } from './broker-events.ts';
import { campaignCheck } from './campaign.ts';
import { goLiveBlockersCheck } from './go-live-blockers.ts';
import { executionNegativeControl } from './execution-negative.ts';
import { orderLivesCheck } from './order-lives.ts';
import { orderSeriesChecks } from './order-series.ts';
import { transitionCheck } from './transition.ts';
import { orderModifiedCheck } from './order-modified.ts';

/** Phase 3. */
export const executionChecks: readonly Check[] = [
  orderLivesCheck,
  orderModifiedCheck,
  ...brokerEventChecks,
  ...bracketChecks,
  ...orderSeriesChecks,
  campaignCheck,
  goLiveBlockersCheck,
  transitionCheck,
  executionNegativeControl,
];
