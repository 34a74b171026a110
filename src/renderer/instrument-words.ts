import type { Instrument } from '#shared/domain/instrument.ts';
import type { MarketDataType, Quote } from '#shared/domain/quote.ts';

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
 * (`SPY   200619C00300000`); it is shown as root, strike and right, `SPY 300 C`, with the date beside it.
 * Source: OCC, Options Symbology Initiative.
 */
export function readableSymbol(
  instrument: Pick<Instrument, 'displaySymbol' | 'localSymbol' | 'secType'>,
): string {
  if (instrument.secType !== 'OPT') return instrument.displaySymbol;
  const [, root, right, strike] = /^(\S+)\s*\d{6}([CP])(\d{8})$/.exec(instrument.localSymbol) ?? [];
  return root === undefined || right === undefined
    ? instrument.displaySymbol
    : `${root} ${Number(strike) / 1_000} ${right}`;
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
