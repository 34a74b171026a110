import type { LinkState } from '#shared/domain/gateway.ts';
import type { TradingState } from '#shared/domain/trading-state.ts';

export type Tone = 'good' | 'warning' | 'critical';

/** How a state of the link is called, and how loud it is. */
export const linkWords: Record<LinkState, { word: string; tone: Tone }> = {
  down: { word: 'Down', tone: 'critical' },
  connecting: { word: 'Connecting', tone: 'warning' },
  handshaking: { word: 'Handshaking', tone: 'warning' },
  reconciling: { word: 'Reconciling', tone: 'warning' },
  ready: { word: 'Ready', tone: 'good' },
  impaired: { word: 'Impaired', tone: 'warning' },
};

/** What each trading state lets through. */
export const tradingStateWords: Record<TradingState, { tone: Tone; meaning: string }> = {
  ACTIVE: { tone: 'good', meaning: 'Every order the controls pass is accepted.' },
  REDUCING: { tone: 'warning', meaning: 'Only orders that shrink the exposure are accepted.' },
  HALTED: { tone: 'critical', meaning: 'No order is accepted; open orders can be cancelled.' },
};
