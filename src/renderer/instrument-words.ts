import type { Instrument } from '#shared/domain/instrument.ts';
import type { MarketDataType, Quote } from '#shared/domain/quote.ts';

import { formatPlain } from './format.ts';
import type { Mark } from './ui/Marks.tsx';

const months = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;

/** A last trade date `YYYYMMDD` as people write it: `19 Jun 20`. Any other text stays as it is. */
export function formatExpiry(expiry: string): string {
  const [, year, month, day] = /^\d\d(\d\d)(\d\d)(\d\d)$/.exec(expiry) ?? [];
  const name = months[Number(month) - 1];
  return name === undefined || day === undefined ? expiry : `${Number(day)} ${name} ${year ?? ''}`;
}

/** An instrument by a name that tells it from every other: an option with its date, `SPY 19 Jun 20 300 C`. */
export function fullSymbol(
  instrument: Pick<Instrument, 'displaySymbol' | 'symbol' | 'strike' | 'right' | 'expiry'>,
): string {
  const { symbol, expiry, strike = null } = instrument;
  const readable = readableSymbol(instrument);
  return strike === null || expiry === null
    ? readable
    : readable.replace(symbol, `${symbol} ${formatExpiry(expiry)}`);
}

/** When an instrument expires, as short as tells it from its neighbours: a future by its month. Null for what lasts. */
export function shortExpiry({
  expiry,
  secType,
}: Pick<Instrument, 'expiry' | 'secType'>): string | null {
  if (expiry === null) return null;
  const date = formatExpiry(expiry);
  return secType === 'FUT' ? date.replace(/^\d+ /, '') : date;
}

/**
 * What a screen calls an instrument. An option's own symbol packs root, date, right and strike into 21 places
 * (`SPY   200619C00300000`); it is shown as underlying, strike and right, `SPY 300 C`, with the date beside it.
 */
export function readableSymbol({
  displaySymbol,
  symbol,
  strike = null,
  right = null,
}: Pick<Instrument, 'displaySymbol' | 'symbol' | 'strike' | 'right'>): string {
  return strike === null || right === null
    ? displaySymbol
    : `${symbol} ${formatPlain(strike)} ${right}`;
}

const marketDataMarks: Record<Exclude<MarketDataType, 'live'>, Mark> = {
  frozen: {
    word: 'frozen',
    sentence: 'Frozen: the last quote before the market closed. It does not move.',
    tone: 'warning',
  },
  delayed: {
    word: 'delayed',
    sentence: 'Delayed: the broker gives quotes of 15 to 20 minutes ago. Subscribe for live ones.',
    tone: 'warning',
  },
  'delayed-frozen': {
    word: 'delayed, frozen',
    sentence: 'Delayed and frozen: the last delayed quote before the market closed.',
    tone: 'warning',
  },
};

const shortMarks: Record<'to-be-located' | 'unavailable', Mark> = {
  'to-be-located': {
    word: 'hard to borrow',
    sentence: 'Hard to borrow: selling more than is held waits until shares are located.',
    tone: 'warning',
  },
  unavailable: {
    word: 'not shortable',
    sentence: 'Not shortable: there are no shares to borrow, so only what is held can be sold.',
    tone: 'warning',
  },
};

/** What a person must know before selling short; none where shares can be borrowed or the broker has not said. */
export function shortSaleMarks({ shortable = null }: Pick<Quote, 'shortable'>): Mark[] {
  return shortable === null || shortable === 'available' ? [] : [shortMarks[shortable]];
}

/** What a person must know before trusting a quote; none for a live one of a market that trades. */
export function quoteMarks(quote: Pick<Quote, 'halted' | 'marketDataType'> | null): Mark[] {
  if (quote === null) return [];
  return [
    ...(quote.halted
      ? [
          {
            word: 'halted',
            sentence:
              'Halted: the exchange has stopped trading in it. Orders rest until it resumes.',
            tone: 'critical' as const,
          },
        ]
      : []),
    ...(quote.marketDataType === 'live' ? [] : [marketDataMarks[quote.marketDataType]]),
  ];
}
