import type { ListedInstrument } from '../market/catalogue.ts';
import type { Market } from '../market/market.ts';
import { compactDate } from '../market/time-zone.ts';
import type { Headline, NewsProvider } from '../wire/news-messages.ts';

/** The one news provider of the simulated market: it reports the days on which a price moved much. */
export const newswire: NewsProvider = { code: 'SIM', name: 'Simulated Newswire' };

/** A close further than this from the one before is news. */
const newsworthyMove = 0.02;

export interface NewsItem extends Headline {
  /** The market day it is about. */
  day: number;
  article: string;
}

/** What the newswire says of an instrument's session, after its close; null when it was a quiet day. */
export function newsOfDay(
  market: Market,
  instrument: ListedInstrument,
  day: number,
): NewsItem | null {
  const ofMarket = market.of(instrument);
  const [before, close] = [ofMarket.previousClose(day), ofMarket.previousClose(day + 1)];
  const move = close / before - 1;
  if (Math.abs(move) < newsworthyMove) return null;
  const { localSymbol, longName, currency } = instrument;
  const date = market.calendar.dateAt(day);
  const percent = `${Math.abs(move * 100).toFixed(1)} %`;
  const direction = move > 0 ? 'up' : 'down';
  return {
    day,
    providerCode: newswire.code,
    articleId: articleIdOf(instrument, date),
    text: `${localSymbol} closes ${direction} ${percent}`,
    article:
      `${longName} (${localSymbol}) closed at ${close} ${currency} on ${date}, ${direction} ${percent} from ` +
      `${before} the session before.`,
  };
}

function articleIdOf({ conId }: ListedInstrument, date: string): string {
  return `${newswire.code}$${compactDate(date)}-${conId}`;
}

/** The item of an article id, if the newswire has reported it by a day; null otherwise. */
export function findArticle(market: Market, articleId: string, today: number): NewsItem | null {
  const match = /^SIM\$(\d{4})(\d{2})(\d{2})-(\d{1,10})$/.exec(articleId);
  const instrument = market.byConId(Number(match?.[4] ?? 0));
  if (match === null || instrument === undefined) return null;
  const [, year, month, dayOfMonth] = match;
  const date = `${year}-${month}-${dayOfMonth}`;
  const day = market.calendar.positionOnOrAfter(date);
  if (market.calendar.dateAt(day) !== date || day >= today) return null;
  return newsOfDay(market, instrument, day);
}
