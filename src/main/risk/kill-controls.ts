import type { Control } from './control.ts';
import { accountKind } from './controls/account-kind.ts';
import { closesOnly } from './controls/closes-only.ts';
import { instrumentAndTick } from './controls/instrument-and-tick.ts';
import { linkState } from './controls/link-state.ts';

/**
 * What an order that flattens a position must pass. The trading state is left out, for the kill switch itself has set it
 * to HALTED; so is everything that judges size, value, rate or the market: an order that can only close what is held takes
 * risk away, and a person who kills must not be stopped by a stale quote.
 */
export const killControls: readonly Control[] = [
  accountKind,
  linkState,
  instrumentAndTick,
  closesOnly,
];
