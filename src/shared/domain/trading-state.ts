import { z } from 'zod';

/** ACTIVE: everything; REDUCING: only orders that shrink exposure; HALTED: cancels only. */
export const tradingStateSchema = z.enum(['ACTIVE', 'REDUCING', 'HALTED']);
export type TradingState = z.infer<typeof tradingStateSchema>;

/** The stricter of two states; an instrument is never freer than the desk. */
export function stricterState(a: TradingState, b: TradingState): TradingState {
  const order: readonly TradingState[] = ['ACTIVE', 'REDUCING', 'HALTED'];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}
