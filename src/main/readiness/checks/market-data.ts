import type { Check } from '../check.ts';
import { contractDetailsCheck } from './contract-details.ts';
import { farOrderChecks } from './far-order.ts';
import { gatewayIdentityChecks } from './gateway-identity.ts';
import { historicalBarsCheck } from './historical-bars.ts';
import { marketDataNegativeControl } from './market-data-negative.ts';
import { feedChecks } from './streaming-feed.ts';

/** Phase 2. */
export const marketDataChecks: readonly Check[] = [
  ...gatewayIdentityChecks,
  contractDetailsCheck,
  historicalBarsCheck,
  ...feedChecks,
  ...farOrderChecks,
  marketDataNegativeControl,
];
