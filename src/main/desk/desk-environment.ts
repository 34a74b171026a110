import type { GatewayKind } from '#shared/domain/gateway.ts';
import { markPrice } from '#shared/domain/quote.ts';
import type { Environment } from '#shared/domain/readiness.ts';

import type { OpenDesk } from './open-desk.ts';
import { thisMachine } from './this-machine.ts';

/** Where a desk is: its gateway, account and machine, as far as they are known. */
export function environmentOf(desk: OpenDesk, gatewayKind: GatewayKind): Environment {
  const [status] = desk.topics.status({}).snapshot();
  // Before its first price a quote says of its kind what nobody has told it.
  const priced = desk.topics
    .quotes({})
    .snapshot()
    .filter((quote) => markPrice(quote) !== null);
  const kinds = [...new Set(priced.map(({ marketDataType }) => marketDataType))].toSorted();
  return {
    gatewayKind,
    serverVersion: status?.link?.serverVersion ?? null,
    accountId: status?.accountId ?? null,
    marketData: kinds.length === 0 ? null : kinds.join(', '),
    ...thisMachine(),
  };
}
