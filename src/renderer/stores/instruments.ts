import type { Instrument } from '#shared/domain/instrument.ts';

import { fullSymbol } from '../instrument-words.ts';
import { watchlist } from './desk-topics.ts';

/** Tick of an instrument the desk does not watch: most stocks' and futures'. Shown digits only, never a check. */
const usualTick = 0.01;

/** The instrument of that id, if the desk watches it. */
export function instrumentOf(instrumentId: number): Instrument | null {
  return watchlist.store.getState().rows.get(instrumentId)?.instrument ?? null;
}

/** The tick to show prices of an instrument by. */
export function tickOf(instrumentId: number): number {
  return instrumentOf(instrumentId)?.minTick ?? usualTick;
}

/** What sentences call the instrument of an order: readable where the desk watches it, else as the broker calls it. */
export function symbolOf(order: { instrumentId: number; displaySymbol: string }): string {
  const instrument = instrumentOf(order.instrumentId);
  return instrument === null ? order.displaySymbol : fullSymbol(instrument);
}
