import { readFileSync } from 'node:fs';

import { GatewayOptionsError, type GatewaySettings } from './gateway-options.ts';
import { readCatalogue, type Catalogue } from './market/catalogue.ts';
import { BarFileError, parseDailyBars } from './market/daily-bars.ts';
import { defaultStartDate, Market, type OwnBars } from './market/market.ts';
import { parseReplay, type MarketReplay } from './market/replay.ts';
import { dayOf, type MarketMoment } from './market/trading-calendar.ts';

/**
 * The market that the options ask for, and the position of its first day. Throws GatewayOptionsError, BarFileError or
 * ReplayError with a sentence.
 *
 * @param saved where practice goes on; null where it begins. A replay then begins on that day.
 */
export function openMarket(
  settings: GatewaySettings,
  saved: MarketMoment | null,
): { market: Market; start: number } {
  const catalogue = readCatalogue();
  const ownBars = readOwnBars(settings, catalogue);
  const firstDate = startDate(settings, ownBars);
  const usual = new Market(catalogue, ownBars, settings.seed, { startDate: firstDate });
  const start = usual.calendar.positionOnOrAfter(firstDate);
  if (settings.replay === undefined) return { market: usual, start };
  const today = saved === null ? firstDate : usual.calendar.dateAt(dayOf(saved));
  const replay = readReplay(settings.replay);
  const market = new Market(catalogue, ownBars, settings.seed, { startDate: today, replay });
  return { market, start };
}

function readOwnBars(settings: GatewaySettings, catalogue: Catalogue): OwnBars[] {
  return settings.bars.map(({ symbol, file }) => {
    if (!catalogue.instruments.some(({ localSymbol }) => localSymbol === symbol)) {
      throw new GatewayOptionsError(
        `There is no instrument ${symbol} for the bars in ${file}. Name one of the catalogue, such as SPY.`,
      );
    }
    return { symbol, bars: parseDailyBars(readBarFile(file), file) };
  });
}

function readReplay(text: string): MarketReplay {
  const replay = parseReplay(text);
  return 'file' in replay
    ? { bars: parseDailyBars(readBarFile(replay.file), replay.file) }
    : replay;
}

function readBarFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BarFileError(
      `The bars in ${file} cannot be read: ${why}. Check the name of the file.`,
    );
  }
}

/** The date asked for; else the usual one where the user's own bars have it, else the first that all of them have. */
function startDate(settings: GatewaySettings, ownBars: readonly OwnBars[]): string {
  if (settings.startDate !== undefined) return settings.startDate;
  const firstDates = ownBars.map(({ bars }) => bars[0]?.date ?? defaultStartDate);
  const covered = ownBars.every(
    ({ bars }, i) =>
      (firstDates[i] ?? '') <= defaultStartDate && (bars.at(-1)?.date ?? '') >= defaultStartDate,
  );
  return covered ? defaultStartDate : (firstDates.toSorted().at(-1) ?? defaultStartDate);
}
