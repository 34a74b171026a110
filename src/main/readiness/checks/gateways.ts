import type { CheckListing } from '#shared/domain/readiness.ts';

export const everyGateway: CheckListing['gateways'] = ['simulated', 'paper', 'shadow'];
