import { z } from 'zod';

/** ACTIVE: everything; REDUCING: only orders that shrink exposure; HALTED: cancels only. */
export const tradingStateSchema = z.enum(['ACTIVE', 'REDUCING', 'HALTED']);
export type TradingState = z.infer<typeof tradingStateSchema>;

/** The stricter of two states; an instrument is never freer than the desk. */
export function stricterState(a: TradingState, b: TradingState): TradingState {
  const order: readonly TradingState[] = ['ACTIVE', 'REDUCING', 'HALTED'];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/**
 * What brought a trading state about: a person's decision, the kill switch, a loss (of the day, or from the peak),
 * another monitor, a fault of the desk's own, or a journal that had to be restored.
 */
export const tradingStateCauseSchema = z.enum([
  'person',
  'kill',
  'loss',
  'monitor',
  'defect',
  'recovery',
]);
export type TradingStateCause = z.infer<typeof tradingStateCauseSchema>;
