import { holds } from '#shared/domain/readiness.ts';
import type { Bar } from '#shared/domain/quote.ts';

import type { Check } from '../check.ts';
import type { FeedTick, FeedWindow } from '../feed-score.ts';
import { findInstrument } from '../tickets.ts';
import { watchFeed } from '../watch-feed.ts';
import { anInstrument } from './component-self-tests.ts';
import { detailProblems } from './contract-details.ts';
import { idProblems } from './far-order.ts';
import { accountProblems, handshakeProblems } from './gateway-identity.ts';
import { everyGateway } from './gateways.ts';
import { barProblems, missingSessions } from './historical-bars.ts';
import { judgePlanted, type PlantedObservation } from './planted-observations.ts';
import { feedFigures, trafficProblems } from './streaming-feed.ts';
import type { Instrument } from '#shared/domain/instrument.ts';

function feedProblems(window: FeedWindow): string[] {
  return feedFigures([window])
    .filter((figure) => !holds(figure))
    .map(({ title, value }) => `${title}: ${value}.`);
}

/** A window with something else in place of its ticks. */
function spoilt(
  window: FeedWindow,
  change: (tick: FeedTick, index: number) => FeedTick | null,
): FeedWindow {
  return { ...window, ticks: window.ticks.flatMap((tick, index) => change(tick, index) ?? []) };
}

/** Every evaluation of phase 2: what the desk really gave, and the same with one thing broken in it. */
function planted(
  window: FeedWindow,
  bars: readonly Bar[],
  instrument: Instrument,
): PlantedObservation[] {
  const last = bars.at(-1);
  const steps = (['handshaking', 'reconciling', 'ready'] as const).map((state) => ({
    at: '2026-01-05T10:00:00.000Z',
    state,
    serverVersion: 193,
  }));
  const paper = {
    shown: 'DU1000001',
    figuresOf: 'DU1000001',
    onRecord: [{ accountId: 'DU1000001', gatewayKind: 'paper' as const }],
  };
  const ids = {
    orders: [
      { orderRef: 'a', clientId: 1, orderId: 1 },
      { orderRef: 'b', clientId: 1, orderId: 2 },
    ],
    permIds: [],
    execIds: ['x', 'y'],
  };
  const traffic = { used: 12, limit: 100, watched: 12, sentLastSecond: 3, limitPerSecond: 40 };
  return [
    {
      defect: 'the feed falls silent',
      says: () => feedProblems(spoilt(window, () => null)),
      saysOfTheSound: () => feedProblems(window),
    },
    {
      defect: 'every quote is crossed and comes out of order',
      says: () =>
        feedProblems(
          spoilt(window, (tick, index) => ({
            ...tick,
            bid: (tick.ask ?? 1) * 1.01,
            receivedAt: -index,
          })),
        ),
      saysOfTheSound: () => feedProblems(window),
    },
    {
      defect: 'the high of a bar is below its low',
      says: () => (last === undefined ? [] : barProblems([{ ...last, high: last.low - 1 }])),
      saysOfTheSound: () => barProblems(bars),
    },
    {
      defect: 'a session is missing from history',
      says: () => missingSessions(bars.filter((_, index) => index !== bars.length - 3)),
      saysOfTheSound: () => missingSessions(bars),
    },
    {
      defect: 'an instrument has no tick',
      says: () => detailProblems({ ...instrument, minTick: 0 }, [], null),
      saysOfTheSound: () => detailProblems(instrument, [], null),
    },
    {
      defect: 'the link was ready before it had reconciled',
      says: () => handshakeProblems(steps.filter(({ state }) => state !== 'reconciling')),
      saysOfTheSound: () => handshakeProblems(steps),
    },
    {
      defect: 'a live account at a paper gateway',
      says: () => accountProblems('paper', { ...paper, shown: 'U1234567', figuresOf: 'U1234567' }),
      saysOfTheSound: () => accountProblems('paper', paper),
    },
    {
      defect: 'an order id that was given twice',
      says: () =>
        idProblems({ ...ids, orders: [...ids.orders, { orderRef: 'c', clientId: 1, orderId: 2 }] }),
      saysOfTheSound: () => idProblems(ids),
    },
    {
      defect: 'two instruments on one line',
      says: () => trafficProblems({ ...traffic, used: 11 }),
      saysOfTheSound: () => trafficProblems(traffic),
    },
  ];
}

const watchedForMs = 2_000;

export const marketDataNegativeControl: Check = {
  checkId: 'market-data-notices',
  title: 'Defects in market data are noticed',
  why: 'A check that cannot fail proves nothing.',
  phase: 2,
  weight: 2,
  critical: true,
  negativeControl: true,
  gateways: everyGateway,
  needs: ['streaming-feed', 'historical-bars'],
  withinMs: 60_000,
  async run(world) {
    const { desk } = world;
    const { instrument } = await anInstrument(world);
    const windows = await watchFeed(world, desk, [instrument.instrumentId], watchedForMs);
    const window = windows.get(instrument.instrumentId);
    if (window === undefined) throw new Error('Nothing was watched.');
    const { instrumentId } = await findInstrument(desk, 'SPY');
    const { bars } = await desk.call('bars.read', { instrumentId, barSize: '1 day' });
    return judgePlanted(planted(window, bars, instrument));
  },
};
