import type { GatewayKind } from '#shared/domain/gateway.ts';
import type { Environment } from '#shared/domain/readiness.ts';

import type { OpenDesk } from './open-desk.ts';
import { thisMachine } from './this-machine.ts';

/** Where a desk is: its gateway, account and machine, as far as they are known. */
export function environmentOf(desk: OpenDesk, gatewayKind: GatewayKind): Environment {
  const [status] = desk.topics.status({}).snapshot();
  const [quote] = desk.topics.quotes({}).snapshot();
  return {
    gatewayKind,
    serverVersion: status?.link?.serverVersion ?? null,
    accountId: status?.accountId ?? null,
    marketData: quote?.marketDataType ?? null,
    ...thisMachine(),
  };
}
