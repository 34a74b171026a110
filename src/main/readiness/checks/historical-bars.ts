import { csvLine } from '#shared/domain/csv.ts';
import type { Bar } from '#shared/domain/quote.ts';
import { dateIn } from '#shared/domain/trading-hours.ts';

import type { Check } from '../check.ts';
import { statusNow } from '../desk-now.ts';
import { sessionsBetween } from '../exchange-calendar.ts';
import { atLeast, count, none } from '../figures.ts';
import { findInstrument } from '../tickets.ts';
import { everyGateway } from './gateways.ts';

/** Listed on the exchange whose calendar is known. */
const symbols = ['SPY', 'AAPL', 'GLD'] as const;
/** Bars of five minutes in a session that ends at 13:00, the shortest there is. Source: NYSE, "Early closings". */
const barsOfHalfADay = 42;
const fewestBars = 200;

/** What is wrong with bars of any size, each a sentence. */
export function barProblems(bars: readonly Bar[]): string[] {
  return bars.flatMap((bar, index) => {
    const { time, open, high, low, close, volume } = bar;
    const before = bars[index - 1];
    const wrong: [boolean, string][] = [
      [before !== undefined && time <= before.time, 'it is not after the one before it'],
      [high < Math.max(open, close, low), 'its high is not the highest'],
      [low > Math.min(open, close, high), 'its low is not the lowest'],
      [!(low > 0), 'its low is not above 0'],
      [volume < 0, 'its volume is below 0'],
    ];
    return wrong.filter(([is]) => is).map(([, what]) => `The bar of ${momentOf(time)}: ${what}.`);
  });
}

/** Sessions between the first and the last daily bar that have none, by the exchange's calendar. */
export function missingSessions(daily: readonly Bar[]): string[] {
  const dates = daily.map(({ time }) => momentOf(time).slice(0, 10));
  const [first] = dates;
  const last = dates.at(-1);
  if (first === undefined || last === undefined) return [];
  const has = new Set(dates);
  return sessionsBetween(first, last).filter((date) => !has.has(date));
}

/** Sessions that lie whole between the first and the last bar and have fewer bars than the shortest day has. */
export function thinSessions(bars: readonly Bar[], timeZoneId: string): string[] {
  const byDate = new Map<string, number>();
  for (const { time } of bars) {
    const date = dateIn(timeZoneId, time * 1_000) ?? '';
    byDate.set(date, (byDate.get(date) ?? 0) + 1);
  }
  const dates = [...byDate.keys()];
  const whole = dates.slice(1, -1);
  const [first = ''] = dates;
  const last = dates.at(-1) ?? '';
  const missing =
    first === ''
      ? []
      : sessionsBetween(dashed(first), dashed(last)).filter(
          (date) => !byDate.has(date.replaceAll('-', '')),
        );
  return [...whole.filter((date) => (byDate.get(date) ?? 0) < barsOfHalfADay), ...missing];
}

/** How many sessions lie between the last daily bar and now, today's left out: it may not have begun. */
export function sessionsBehind(daily: readonly Bar[], today: string): number | null {
  const last = daily.at(-1);
  if (last === undefined) return null;
  const since = momentOf(last.time).slice(0, 10);
  return sessionsBetween(since, today).filter((date) => date > since && date < today).length;
}

function momentOf(time: number): string {
  return new Date(time * 1_000).toISOString();
}

/** `20200309` as `2020-03-09`. */
function dashed(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
}

function csvOf(bars: readonly Bar[]): string {
  const rows = bars.map(({ time, open, high, low, close, volume }) =>
    csvLine([momentOf(time), open, high, low, close, volume]),
  );
  return [csvLine(['start', 'open', 'high', 'low', 'close', 'volume']), ...rows].join('');
}

export const historicalBarsCheck: Check = {
  checkId: 'historical-bars',
  title: 'History is ordered, coherent and complete',
  why: 'A chart with a hole or a wrong high misleads whoever trades by it.',
  phase: 2,
  weight: 3,
  critical: false,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 180_000,
  async run(world) {
    const { desk } = world;
    const problems: string[] = [];
    const evidence = [];
    let bars = Number.POSITIVE_INFINITY;
    let missing = 0;
    let behind: number | null = 0;
    for (const [index, symbol] of symbols.entries()) {
      world.progress(index / symbols.length, symbol);
      const { instrumentId, timeZoneId } = await findInstrument(desk, symbol);
      const { bars: daily } = await desk.call('bars.read', { instrumentId, barSize: '1 day' });
      const { bars: intraday } = await desk.call('bars.read', { instrumentId, barSize: '5 mins' });
      const { gatewayTime } = statusNow(desk);
      const today = gatewayTime === null ? null : dateIn(timeZoneId, gatewayTime.at);
      bars = Math.min(bars, daily.length, intraday.length);
      problems.push(
        ...[...barProblems(daily), ...barProblems(intraday)].map((what) => `${symbol}: ${what}`),
      );
      const gone = [...missingSessions(daily), ...thinSessions(intraday, timeZoneId)];
      missing += gone.length;
      problems.push(...gone.map((date) => `${symbol}: the session of ${date} is missing or thin.`));
      const late = today === null ? null : sessionsBehind(daily, dashed(today));
      behind = late === null || behind === null ? null : Math.max(behind, late);
      evidence.push(
        {
          name: `${symbol.toLowerCase()}-daily.csv`,
          title: `Daily bars of ${symbol}`,
          contents: csvOf(daily),
        },
        {
          name: `${symbol.toLowerCase()}-5-minutes.csv`,
          title: `Bars of five minutes of ${symbol}`,
          contents: csvOf(intraday),
        },
      );
    }
    return {
      figures: [
        count('bars', 'Bars of the shortest history', bars, atLeast(fewestBars)),
        count(
          'incoherent',
          'Bars that contradict themselves or their order',
          problems.length - missing,
          none,
        ),
        count('missing', 'Sessions missing by the exchange’s calendar', missing, none),
        count('behind', 'Sessions since the last daily bar', behind, none),
      ],
      evidence,
      problems: problems.slice(0, 5),
      found: `Daily bars and bars of five minutes of ${symbols.join(', ')} are ordered, coherent and complete.`,
    };
  },
};
