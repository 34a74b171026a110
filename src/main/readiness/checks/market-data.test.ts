import { describe, expect, it } from 'vitest';

import type { AccountRow } from '#shared/contract/topics.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { GatewayKind, LinkState } from '#shared/domain/gateway.ts';
import type { Bar } from '#shared/domain/quote.ts';

import { percentile } from '../percentile.ts';
import { idProblems, idsOf } from './far-order.ts';
import {
  accountProblems,
  handshakeProblems,
  latestHandshake,
  missingAccountFigures,
} from './gateway-identity.ts';
import { barProblems, missingSessions, sessionsBehind, thinSessions } from './historical-bars.ts';
import { trafficProblems } from './streaming-feed.ts';

function linkFacts(...states: LinkState[]): Fact[] {
  return states.map((state, index) => ({
    seq: index + 1,
    at: `2026-01-05T10:00:0${index}.000Z`,
    kind: 'link.changed',
    by: 'desk',
    body: { state, reason: '', clientId: 11, serverVersion: 193 },
  }));
}

describe('a handshake', () => {
  it.each<[string, LinkState[], LinkState[], number]>([
    [
      'is in order',
      ['handshaking', 'reconciling', 'ready'],
      ['handshaking', 'reconciling', 'ready'],
      0,
    ],
    [
      'is the latest that was completed',
      [
        'handshaking',
        'reconciling',
        'ready',
        'down',
        'handshaking',
        'reconciling',
        'ready',
        'down',
        'handshaking',
      ],
      ['handshaking', 'reconciling', 'ready'],
      0,
    ],
    [
      'is not made anew where the link was impaired',
      ['handshaking', 'reconciling', 'ready', 'impaired', 'ready'],
      ['handshaking', 'reconciling', 'ready'],
      0,
    ],
    [
      'is not whole without a reconciliation',
      ['handshaking', 'ready'],
      ['handshaking', 'ready'],
      1,
    ],
    ['never was', ['down'], [], 1],
  ])('%s', (_what, states, steps, problems) => {
    const latest = latestHandshake(linkFacts(...states));
    expect(latest.map(({ state }) => state)).toEqual(steps);
    expect(handshakeProblems(latest)).toHaveLength(problems);
  });
});

describe('the account', () => {
  const seen = (shown: string | null, gatewayKind: GatewayKind, figuresOf = shown ?? '') => ({
    shown,
    figuresOf,
    onRecord: [{ accountId: shown ?? '', gatewayKind }],
  });
  it.each<[string, GatewayKind, Parameters<typeof accountProblems>[1], number]>([
    ['a paper one at a paper gateway', 'paper', seen('DU1', 'paper'), 0],
    ['a live one at a shadow', 'shadow', seen('U1', 'shadow'), 0],
    ['a live one at a paper gateway', 'paper', seen('U1', 'paper'), 1],
    ['a paper one at a shadow', 'shadow', seen('DU1', 'shadow'), 1],
    ['none', 'paper', seen(null, 'paper'), 1],
    ['figures of another', 'paper', seen('DU1', 'paper', 'DU2'), 1],
    ['another kind on record', 'paper', seen('DU1', 'shadow'), 1],
  ])('%s', (_what, kind, given, problems) => {
    expect(accountProblems(kind, given)).toHaveLength(problems);
  });

  const row: AccountRow = {
    accountId: 'DU1',
    currency: 'USD',
    netLiquidation: 1,
    cash: 0,
    buyingPower: 4,
    initialMargin: 0,
    maintenanceMargin: 0,
    realizedPnl: 0,
    unrealizedPnl: 0,
    asOf: 0,
  };
  it.each<[Partial<AccountRow>, string[]]>([
    [{}, []],
    [{ buyingPower: null, cash: Number.NaN }, ['cash', 'buyingPower']],
    [{ netLiquidation: -5 }, ['netLiquidation above 0']],
  ])('%o lacks %o', (given, missing) => {
    expect(missingAccountFigures({ ...row, ...given })).toEqual(missing);
  });
});

describe('bars', () => {
  const bar = (day: string, given: Partial<Bar> = {}): Bar => ({
    time: Date.parse(`${day}Z`) / 1_000,
    open: 10,
    high: 12,
    low: 9,
    close: 11,
    volume: 100,
    ...given,
  });
  const days = ['2020-03-05', '2020-03-06', '2020-03-09', '2020-03-10'].map((day) =>
    bar(`${day}T00:00`),
  );
  it.each<[string, Bar[], number]>([
    ['are coherent', days, 0],
    ['go back', [days[1], days[0]].flatMap((each) => each ?? []), 1],
    ['come twice', [days[0], days[0]].flatMap((each) => each ?? []), 1],
    ['have a high below the close', [bar('2020-03-05T00:00', { high: 10.5 })], 1],
    ['have a low above the open', [bar('2020-03-05T00:00', { low: 10.5 })], 1],
    ['have no price', [bar('2020-03-05T00:00', { low: 0 })], 1],
    ['have a volume below nothing', [bar('2020-03-05T00:00', { volume: -1 })], 1],
  ])('%s', (_what, bars, problems) => {
    expect(barProblems(bars)).toHaveLength(problems);
  });

  it('of days lack what the calendar has, and no weekend', () => {
    expect(missingSessions(days)).toEqual([]);
    expect(missingSessions(days.filter((_, index) => index !== 2))).toEqual(['2020-03-09']);
    expect(missingSessions([])).toEqual([]);
  });

  it('of minutes are thin where a day that lies between has too few, and where it has none', () => {
    const session = (day: string, bars: number): Bar[] =>
      Array.from({ length: bars }, (_, index) => {
        const first = bar(`${day}T14:30`);
        return { ...first, time: first.time + index * 300 };
      });
    const whole = (day: string): Bar[] => session(day, 78);
    const [a, b, c, d] = ['2020-03-05', '2020-03-06', '2020-03-09', '2020-03-10'];
    const of = (...parts: Bar[][]): Bar[] => parts.flat();
    expect(
      thinSessions(of(session(a, 3), whole(b), whole(c), session(d, 9)), 'US/Eastern'),
    ).toEqual([]);
    expect(thinSessions(of(whole(a), session(b, 41), whole(c)), 'US/Eastern')).toEqual([
      '20200306',
    ]);
    expect(thinSessions(of(whole(a), whole(c), whole(d)), 'US/Eastern')).toEqual(['2020-03-06']);
    expect(thinSessions([], 'US/Eastern')).toEqual([]);
  });

  it.each<[string, number | null]>([
    ['2020-03-10', 0],
    ['2020-03-11', 0],
    ['2020-03-12', 1],
    ['2020-03-16', 3],
  ])('that end on the tenth are on %s %i sessions behind', (today, behind) => {
    expect(sessionsBehind(days, today)).toBe(behind);
  });

  it('that are not there are behind by nobody knows how much', () => {
    expect(sessionsBehind([], '2020-03-10')).toBeNull();
  });
});

describe('ids', () => {
  const order = (orderRef: string, orderId: number, clientId = 11) => ({
    orderRef,
    clientId,
    orderId,
  });
  const sound = {
    orders: [order('a', 1), order('b', 2), order('c', 1, 12)],
    permIds: [],
    execIds: ['x.01', 'x.02'],
  };
  it.each<
    [string, Partial<typeof sound> | { permIds: { orderRef: string; permId: number }[] }, number]
  >([
    ['are sound', {}, 0],
    ['of an order come twice', { orders: [order('a', 1), order('b', 1)] }, 1],
    ['of the desk come twice', { orders: [order('a', 1), order('a', 2)] }, 1],
    ['go back', { orders: [order('a', 5), order('b', 4)] }, 1],
    [
      'of the broker come twice',
      {
        permIds: [
          { orderRef: 'a', permId: 9 },
          { orderRef: 'b', permId: 9 },
        ],
      },
      1,
    ],
    ['of executions come twice', { execIds: ['x', 'x'] }, 1],
  ])('%s', (_what, given, problems) => {
    expect(idProblems({ ...sound, ...given })).toHaveLength(problems);
  });

  it('are none of a journal without orders', () => {
    expect(idsOf(linkFacts('ready'))).toEqual({ orders: [], permIds: [], execIds: [] });
  });
});

describe('traffic', () => {
  const sound = { used: 12, limit: 100, watched: 12, sentLastSecond: 40, limitPerSecond: 40 };
  it.each<[Partial<Parameters<typeof trafficProblems>[0]>, number]>([
    [{}, 0],
    [{ used: 101 }, 1],
    [{ used: 11 }, 1],
    [{ used: 100, watched: 120 }, 0],
    [{ sentLastSecond: 41 }, 1],
    [{ sentLastSecond: 900, limitPerSecond: null }, 0],
  ])('%o has %i problems', (given, problems) => {
    expect(trafficProblems({ ...sound, ...given })).toHaveLength(problems);
  });
});

describe('a percentile', () => {
  it.each<[number[], number, number | null]>([
    [[], 50, null],
    [[3, 1, 2], 50, 2],
    [[3, 1, 2], 100, 3],
    [[1, 2, 3, 4], 50, 2],
    [[5], 99, 5],
  ])('of %o at %i %% is %s', (values, percent, value) => {
    expect(percentile(values, percent)).toBe(value);
  });
});
