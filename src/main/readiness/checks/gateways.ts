import type { CheckListing } from '#shared/domain/readiness.ts';

export const everyGateway: CheckListing['gateways'] = ['simulated', 'paper', 'shadow'];
/** Those at which orders may leave. */
export const tradingGateways: CheckListing['gateways'] = ['simulated', 'paper'];
