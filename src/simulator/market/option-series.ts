import type { ListedInstrument, OptionClass } from './catalogue.ts';
import { monthlyExpiry, monthStart, weeklyExpiry } from './expiry-dates.ts';
import { addDays, compactDate } from './time-zone.ts';
import type { TradingCalendar } from './trading-calendar.ts';

/** Options of one underlying: what they are on, their terms, and their place in the catalogue. */
export interface OptionFamily {
  terms: OptionClass;
  underlying: ListedInstrument;
  slot: number;
}

const monthsListed = 4;
const weeksListed = 2;

/** A strike is listed when the underlying has closed this near to it at the end of a week since the series began. */
const strikeReach = 0.15;
const sessionsPerWeek = 5;

/**
 * Numbers of options are made of what they are: family, expiry (days since 2000), strike (in steps) and right. So each is
 * the same in every run, and an option that has ended can still be told from its number.
 */
const firstConId = 1_000_000_000;
const conIdsPerFamily = 200_000_000;
const strikesPerExpiry = 4096;
const epoch = '2000-01-01';
const dayMs = 86_400_000;

function dayNumber(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - Date.parse(`${epoch}T00:00:00Z`)) / dayMs;
}

interface Series {
  expiry: string;
  /** When it was first listed. */
  since: string;
}

/** The expiries listed on a date: two weeks' Fridays and four months' third Fridays. */
function seriesOn(date: string, calendar: TradingCalendar): Series[] {
  const weekly = Array.from({ length: weeksListed }, (_, later) => ({
    expiry: weeklyExpiry(date, later, calendar),
    since: addDays(weeklyExpiry(date, later, calendar), -7 * weeksListed),
  }));
  const monthly = Array.from({ length: monthsListed }, (_, later) => ({
    expiry: monthlyExpiry(monthStart(date, later), calendar),
    since: monthStart(date, later - monthsListed + 1),
  }));
  // A third Friday is both; it has been listed since it was a month's.
  const byExpiry = new Map([...weekly, ...monthly].map((each) => [each.expiry, each]));
  return [...byExpiry.values()]
    .filter(({ expiry }) => expiry >= date)
    .toSorted((a, b) => (a.expiry < b.expiry ? -1 : 1));
}

/** Once listed, a strike stays: every week that passes only adds. */
function strikesOf(
  step: number,
  first: number,
  last: number,
  closeBefore: (position: number) => number,
): number[] {
  const found = new Set<number>();
  for (let position = first; position <= last; position += sessionsPerWeek) {
    const close = closeBefore(position);
    const from = Math.ceil((close * (1 - strikeReach)) / step);
    const to = Math.floor((close * (1 + strikeReach)) / step);
    for (let count = Math.max(from, 1); count <= to; count += 1) found.add(count * step);
  }
  return [...found].toSorted((a, b) => a - b);
}

/** @param closeBefore the underlying's close of the session before a position of the calendar */
export function optionsOn(
  family: OptionFamily,
  date: string,
  calendar: TradingCalendar,
  closeBefore: (position: number) => number,
): ListedInstrument[] {
  const today = calendar.positionOnOrAfter(date);
  return seriesOn(date, calendar).flatMap(({ expiry, since }) => {
    const first = calendar.positionOnOrAfter(since);
    return strikesOf(family.terms.strikeStep, first, today, closeBefore).flatMap((strike) => [
      optionOf(family, expiry, strike, 'C'),
      optionOf(family, expiry, strike, 'P'),
    ]);
  });
}

function optionOf(
  { terms, underlying, slot }: OptionFamily,
  expiry: string,
  strike: number,
  right: 'C' | 'P',
): ListedInstrument {
  const compact = compactDate(expiry);
  const strikeCode = Math.round(strike / terms.strikeStep);
  const code = (dayNumber(expiry) * strikesPerExpiry + strikeCode) * 2 + (right === 'C' ? 0 : 1);
  const thousandths = String(Math.round(strike * 1000)).padStart(8, '0');
  return {
    conId: firstConId + slot * conIdsPerFamily + code,
    conIdIsReal: false,
    symbol: underlying.symbol,
    secType: 'OPT',
    exchange: 'SMART',
    primaryExchange: '',
    currency: underlying.currency,
    localSymbol: `${underlying.symbol.padEnd(6)}${compact.slice(2)}${right}${thousandths}`,
    tradingClass: underlying.symbol,
    longName: underlying.longName,
    industry: '',
    category: '',
    stockType: '',
    multiplier: 100,
    minTick: terms.minTick,
    marketRuleId: terms.marketRuleId,
    minSize: 1,
    sizeIncrement: 1,
    lotSize: 1,
    hours: terms.hours,
    expiry: compact,
    strike,
    right,
    underlying: { conId: underlying.conId, symbol: underlying.symbol, secType: 'STK' },
    drive: { kind: 'option' },
    spreadTicks: 2,
    displayedSize: 40,
    averageDailyVolume: 0,
    tradable: true,
    commissionPlan: 'us-option',
    margin: { kind: 'option', share: 0.2 },
  };
}

/** The option a number stands for, listed now or not. */
export function optionByConId(
  families: readonly OptionFamily[],
  conId: number,
): ListedInstrument | undefined {
  const family = families[Math.floor((conId - firstConId) / conIdsPerFamily)];
  if (family === undefined) return undefined;
  const code = (conId - firstConId) % conIdsPerFamily;
  const strikeAndDay = Math.floor(code / 2);
  const strike = (strikeAndDay % strikesPerExpiry) * family.terms.strikeStep;
  if (strike === 0) return undefined;
  const expiry = addDays(epoch, Math.floor(strikeAndDay / strikesPerExpiry));
  return optionOf(family, expiry, strike, code % 2 === 0 ? 'C' : 'P');
}
