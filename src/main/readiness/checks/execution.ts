import type { Check } from '../check.ts';
import { bracketChecks } from './brackets.ts';
import { brokerEventChecks } from './broker-events.ts';
import { executionNegativeControl } from './execution-negative.ts';
import { orderLivesCheck } from './order-lives.ts';
import { orderModifiedCheck } from './order-modified.ts';

/** Phase 3. */
export const executionChecks: readonly Check[] = [
  orderLivesCheck,
  orderModifiedCheck,
  ...brokerEventChecks,
  ...bracketChecks,
  executionNegativeControl,
];
