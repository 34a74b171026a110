import type { GatewayKind } from '#shared/domain/gateway.ts';

/** What each kind of gateway is called at the top of the window, and what it means there. */
export const gatewayWords: Record<GatewayKind, { word: string; warning: string | null }> = {
  simulated: { word: 'SIMULATED', warning: null },
  paper: { word: 'PAPER', warning: null },
  shadow: { word: 'SHADOW', warning: 'LIVE ACCOUNT, NO ORDERS' },
};
