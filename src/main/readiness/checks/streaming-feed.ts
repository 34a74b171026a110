import { csvLine } from '#shared/domain/csv.ts';
import type { MarketDataType, Quote } from '#shared/domain/quote.ts';

import { CheckSkipped, type Check } from '../check.ts';
import type { CheckWorld } from '../check-world.ts';
import { quoteNow, statusNow } from '../desk-now.ts';
import { feedParts, feedScore, type FeedScore, type FeedWindow } from '../feed-score.ts';
import {
  atLeast,
  atMost,
  count,
  exactly,
  milliseconds,
  none,
  percent,
  points,
} from '../figures.ts';
import { percentile } from '../percentile.ts';
import { isTwoSided, quoted } from '../tickets.ts';
import { waitUntil } from '../wait-until.ts';
import { watchFeed } from '../watch-feed.ts';
import { sessionAt } from '#shared/domain/trading-hours.ts';
import { anInstrument } from './component-self-tests.ts';
import { everyGateway, onItsOwnGateway } from './gateways.ts';

const watchedForMs = 5_000;
const averageNeeded = 90;
const worstNeeded = 60;

/** What is watched and in its regular hours, by the gateway's clock. Throws {@link CheckSkipped} where nothing is. */
async function watchedNow(world: CheckWorld) {
  const { desk } = world;
  await anInstrument(world);
  const at = statusNow(desk).gatewayTime?.at ?? null;
  const rows = desk
    .feed('watchlist', {})
    .snapshot()
    .filter(({ instrument }) => at === null || sessionAt(instrument, at) === 'regular');
  if (rows.length === 0)
    throw new CheckSkipped('No watched instrument is in its regular hours now.');
  return rows;
}

/** The average and the worst of scores; null of none. */
export function scoresOf(scores: readonly FeedScore[]): {
  average: number | null;
  worst: number | null;
} {
  if (scores.length === 0) return { average: null, worst: null };
  const all = scores.map(({ score }) => score);
  return {
    average: all.reduce((sum, score) => sum + score, 0) / all.length,
    worst: Math.min(...all),
  };
}

/** The figures by which a feed is judged. */
export function feedFigures(windows: readonly FeedWindow[]) {
  const { average, worst } = scoresOf(windows.map(feedScore));
  return [
    points('average', 'Score of the feed, average', average, atLeast(averageNeeded)),
    points('worst', 'Score of the worst instrument', worst, atLeast(worstNeeded)),
  ];
}

const streamingFeed: Check = {
  checkId: 'streaming-feed',
  title: 'The feed of quotes is sound',
  why: 'Every control and every P&L stands on these prices.',
  phase: 2,
  weight: 4,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 60_000,
  async run(world) {
    const rows = await watchedNow(world);
    world.progress(0, 'Watching the quotes');
    const windows = await watchFeed(
      world,
      world.desk,
      rows.map(({ instrumentId }) => instrumentId),
      watchedForMs,
    );
    const nameOf = (instrumentId: number): string =>
      rows.find((row) => row.instrumentId === instrumentId)?.instrument.displaySymbol ??
      String(instrumentId);
    return {
      figures: [
        ...feedFigures([...windows.values()]),
        count('instruments', 'Instruments watched', windows.size, atLeast(1)),
        count(
          'ticks',
          'Ticks seen',
          [...windows.values()].reduce((sum, { ticks }) => sum + ticks.length, 0),
        ),
      ],
      evidence: [
        {
          name: 'scores.csv',
          title: 'Score of each instrument, and its parts',
          contents: [
            csvLine(['symbol', 'ticks', 'score', ...feedParts]),
            ...[...windows].map(([instrumentId, window]) => {
              const { score, parts } = feedScore(window);
              return csvLine([
                nameOf(instrumentId),
                window.ticks.length,
                score,
                ...feedParts.map((part) => parts[part]),
              ]);
            }),
          ].join(''),
        },
        {
          name: 'ticks.csv',
          title: 'Every tick that was seen',
          contents: [
            csvLine(['symbol', 'ms', 'bid', 'ask', 'volume', 'received at']),
            ...[...windows].flatMap(([instrumentId, { fromMs, ticks }]) =>
              ticks.map(({ atMs, bid, ask, volume, receivedAt }) =>
                csvLine([
                  nameOf(instrumentId),
                  (atMs - fromMs).toFixed(1),
                  bid,
                  ask,
                  volume,
                  receivedAt,
                ]),
              ),
            ),
          ].join(''),
        },
      ],
      problems: [],
      found: `The feed of ${windows.size} instruments scored well over ${watchedForMs / 1_000} s.`,
    };
  },
};

/** The kinds of data that are not live, and of what. */
export function notLive(
  quotes: readonly Pick<Quote, 'instrumentId' | 'marketDataType'>[],
): { instrumentId: number; marketDataType: MarketDataType }[] {
  return quotes.filter(({ marketDataType }) => marketDataType !== 'live');
}

const liveData: Check = {
  checkId: 'market-data-is-live',
  title: 'Market data is live',
  why: 'A price of a quarter of an hour ago is no price to trade by.',
  phase: 2,
  weight: 3,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 60_000,
  async run(world) {
    const rows = await watchedNow(world);
    for (const { instrument } of rows) await quoted(world, world.desk, instrument);
    const quotes = rows.flatMap(({ instrumentId }) => quoteNow(world.desk, instrumentId) ?? []);
    const others = notLive(quotes);
    return {
      figures: [
        percent(
          'live',
          'Watched instruments whose data is live',
          quotes.length === 0 ? null : (100 * (quotes.length - others.length)) / quotes.length,
          exactly(100),
        ),
      ],
      evidence: [
        {
          name: 'types.csv',
          title: 'Kind of market data of each instrument',
          contents: [
            csvLine(['conId', 'type']),
            ...quotes.map(({ instrumentId, marketDataType }) =>
              csvLine([instrumentId, marketDataType]),
            ),
          ].join(''),
        },
      ],
      problems: [],
      found: `The data of all ${quotes.length} watched instruments is live.`,
    };
  },
};

/** Shocks of a price, each of which is seen once. */
const shocks = 5;
/** A price on screen a second late is a price of another second. The margin is for a machine that has other work. */
const latencyWithinMs = 1_000;

const quoteLatency: Check = {
  checkId: 'quote-latency',
  title: 'A price reaches the desk in time',
  why: 'Who trades by an old price trades at a worse one.',
  phase: 2,
  weight: 3,
  critical: true,
  negativeControl: false,
  ...onItsOwnGateway,
  needs: [],
  withinMs: 90_000,
  async run(world) {
    const { clock, signal } = world;
    // Only a gateway of its own says when a price has changed; what the desk does with it is the same.
    const desk = await world.scratchDesk({ quoteRate: 20 });
    await desk.ready();
    const { instrument } = await anInstrument({ ...world, desk });
    const latencies: number[] = [];
    for (let shock = 0; shock < shocks; shock += 1) {
      const before = quoteNow(desk, instrument.instrumentId)?.bid ?? 0;
      const seen = { atMs: 0 };
      const leave = desk.feed('quotes', {}).subscribe(
        ({ instrumentId, bid }) => {
          if (instrumentId !== instrument.instrumentId || bid === null || seen.atMs > 0) return;
          if (Math.abs(bid / before - 1) > 0.005) seen.atMs = clock.monotonic();
        },
        () => {},
      );
      try {
        const since = clock.monotonic();
        await desk.gateway.inject({
          kind: 'price-shock',
          symbol: instrument.localSymbol,
          percent: shock % 2 === 0 ? 1 : -1,
        });
        await waitUntil(
          { clock, signal },
          'a price that jumped is seen',
          15_000,
          () => seen.atMs > 0,
        );
        latencies.push(seen.atMs - since);
      } finally {
        leave();
      }
    }
    return {
      figures: [
        milliseconds(
          'median',
          'From the gateway to the screen, median',
          percentile(latencies, 50),
          atMost(latencyWithinMs),
        ),
        milliseconds('slowest', 'The slowest of them', percentile(latencies, 100)),
        count('shocks', 'Prices that were followed', latencies.length, exactly(shocks)),
      ],
      evidence: [
        {
          name: 'latencies.csv',
          title: 'Milliseconds from each change of a price at the gateway to the screen',
          contents: [csvLine(['ms']), ...latencies.map((ms) => csvLine([ms]))].join(''),
        },
      ],
      problems: [],
      found: 'A price that changed at the gateway was on the screen in time.',
    };
  },
};

/** What is wrong with the use of lines and messages, each a sentence; null where nothing was told. */
export function trafficProblems({
  used,
  limit,
  watched,
  sentLastSecond,
  limitPerSecond,
}: {
  used: number;
  limit: number;
  watched: number;
  sentLastSecond: number;
  limitPerSecond: number | null;
}): string[] {
  const wrong: [boolean, string][] = [
    [used > limit, `${used} lines of market data are in use, of ${limit}.`],
    [used < Math.min(watched, limit), `${watched} instruments are watched on ${used} lines.`],
    [
      limitPerSecond !== null && sentLastSecond > limitPerSecond,
      `${sentLastSecond} messages left in a second, of ${limitPerSecond}.`,
    ],
  ];
  return wrong.filter(([is]) => is).map(([, what]) => what);
}

const lineLimits: Check = {
  checkId: 'line-limits',
  title: 'Lines and messages stay within the limits',
  why: 'A gateway that is asked for more than it gives drops quotes, or the connection.',
  phase: 2,
  weight: 2,
  critical: false,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 30_000,
  async run(world) {
    await anInstrument(world);
    const { traffic } = statusNow(world.desk);
    if (traffic === null) throw new Error('The link does not say what goes over the wire.');
    const { quoteLines, sentLastSecond, limitPerSecond } = traffic;
    const watched = world.desk.feed('watchlist', {}).snapshot().length;
    const problems = trafficProblems({ ...quoteLines, watched, sentLastSecond, limitPerSecond });
    return {
      figures: [
        percent(
          'lines',
          'Lines of market data in use',
          (100 * quoteLines.used) / quoteLines.limit,
          atMost(100),
        ),
        count('problems', 'Limits that are not kept', problems.length, none),
      ],
      evidence: [
        {
          name: 'traffic.json',
          title: 'What goes over the wire',
          contents: JSON.stringify({ ...traffic, watched }, null, 2),
        },
      ],
      problems,
      found: `${quoteLines.used} of ${quoteLines.limit} lines are in use, one for each instrument.`,
    };
  },
};

/** From a broken connection to quotes of everything again. IB's clients take a few seconds; the margin is for the machine. */
const backWithinMs = 30_000;

const dropAndResubscribe: Check = {
  checkId: 'drop-and-resubscribe',
  title: 'Quotes come back after a drop',
  why: 'A link that is up without its quotes is a desk that sees the price of before.',
  phase: 2,
  weight: 3,
  critical: true,
  negativeControl: false,
  ...onItsOwnGateway,
  needs: [],
  withinMs: 120_000,
  async run(world) {
    const { clock, signal } = world;
    const desk = await world.scratchDesk();
    await desk.ready();
    const watched = await waitUntil(
      { clock, signal },
      'everything watched is quoted',
      20_000,
      () => {
        const rows = desk.feed('watchlist', {}).snapshot();
        return rows.length > 1 &&
          rows.every(({ instrumentId }) => isTwoSided(quoteNow(desk, instrumentId)))
          ? rows
          : null;
      },
    );
    const linesBefore = statusNow(desk).traffic?.quoteLines.used ?? null;
    const since = clock.monotonic();
    const droppedAt = clock.now();
    await desk.gateway.inject({ kind: 'drop' });
    await waitUntil(
      { clock, signal },
      'the link is seen to be down',
      15_000,
      () => statusNow(desk).link?.state !== 'ready',
    );
    const fresh = (): number =>
      watched.filter(
        ({ instrumentId }) => (quoteNow(desk, instrumentId)?.receivedAt ?? 0) > droppedAt,
      ).length;
    await waitUntil(
      { clock, signal },
      'the link is ready and everything is quoted again',
      backWithinMs + 10_000,
      () => statusNow(desk).link?.state === 'ready' && fresh() === watched.length,
    );
    const tookMs = clock.monotonic() - since;
    const linesAfter = await waitUntil(
      { clock, signal },
      'the link says what goes over the wire',
      10_000,
      () => statusNow(desk).traffic,
    );
    return {
      figures: [
        milliseconds('back', 'Until everything was quoted again', tookMs, atMost(backWithinMs)),
        count('instruments', 'Instruments quoted again', fresh(), atLeast(2)),
        count(
          'lines',
          'Lines more or less than before',
          linesBefore === null ? null : linesAfter.quoteLines.used - linesBefore,
          none,
        ),
      ],
      evidence: [
        {
          name: 'drop.json',
          title: 'Lines before and after the drop',
          contents: JSON.stringify(
            {
              watched: watched.length,
              linesBefore,
              linesAfter: linesAfter.quoteLines.used,
              tookMs,
            },
            null,
            2,
          ),
        },
      ],
      problems: [],
      found: `After a drop all ${watched.length} instruments were quoted again, each on one line.`,
    };
  },
};

export const feedChecks: readonly Check[] = [
  streamingFeed,
  liveData,
  quoteLatency,
  lineLimits,
  dropAndResubscribe,
];
