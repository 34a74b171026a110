import type { Bar } from '#shared/domain/quote.ts';

import { figureOrNull } from './parse-number.ts';
import { parseBrokerTime } from './parse-time.ts';

/**
 * A historical bar; null where a figure or the time is missing. Intraday bars carry the second they start; a daily
 * bar carries its date and gets midnight UTC of it. A volume the market has not (FX, an index) is 0.
 */
export function parseBar(
  time: string,
  open: number | undefined,
  high: number | undefined,
  low: number | undefined,
  close: number | undefined,
  volume: number | undefined,
  defaultZone: string | null,
): Bar | null {
  const at = parseBrokerTime(time, defaultZone);
  const figures = [figureOrNull(open), figureOrNull(high), figureOrNull(low), figureOrNull(close)];
  const [o, h, l, c] = figures;
  if (at === null || o == null || h == null || l == null || c == null) return null;
  return {
    time: Math.floor(at / 1000),
    open: o,
    high: h,
    low: l,
    close: c,
    volume: Math.max(0, figureOrNull(volume) ?? 0),
  };
}
