import type { CheckListing } from '#shared/domain/readiness.ts';

export const everyGateway: CheckListing['gateways'] = ['simulated', 'paper', 'shadow'];
/** Of a check on a desk and a simulated gateway of its own: nothing of it reaches the desk's gateway, whatever that is. */
export const onItsOwnGateway: Pick<CheckListing, 'gateways' | 'ownGateway'> = {
  gateways: everyGateway,
  ownGateway: true,
};
/** Those at which orders may leave. */
export const tradingGateways: CheckListing['gateways'] = ['simulated', 'paper'];
