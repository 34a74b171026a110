import { accountKind, type AccountId, type GatewayKind } from '#shared/domain/gateway.ts';

/** What each kind of gateway is called at the top of the window. */
export const gatewayWords: Record<GatewayKind, string> = {
  simulated: 'SIMULATED',
  paper: 'PAPER',
  shadow: 'SHADOW',
};

/**
 * What a kind of gateway means for an account, at the top of the window; null where its name says it all. A paper
 * account may be read as a shadow, too: it is not called a live one. Without a name an account counts as live.
 */
export function gatewayWarning(kind: GatewayKind, accountId: AccountId | null): string | null {
  if (kind !== 'shadow') return null;
  return accountId !== null && accountKind(accountId) === 'paper'
    ? 'ONLY READ, NO ORDERS'
    : 'LIVE ACCOUNT, NO ORDERS';
}
