import { describe, expect, it, test } from 'vitest';

import type { LimitScope } from '#shared/domain/limits.ts';
import type { LimitUse } from '#shared/domain/risk-figures.ts';

import { limits } from './context.fixture.ts';
import { exposureBreakdown, type Holding } from './exposure-breakdown.ts';
import { limitUse, type LimitUseView } from './limit-use.ts';

const stock = { assetClass: 'STK', sector: null, value: { unitValue: 10, by: 'market' } } as const;
const long: Holding = {
  ...stock,
  instrumentId: 1,
  displaySymbol: 'LONG',
  exposure: { position: 500, workingBuy: 100, workingSell: 20 },
};
const short: Holding = {
  ...stock,
  instrumentId: 2,
  displaySymbol: 'SHORT',
  exposure: { position: -200, workingBuy: 0, workingSell: 50 },
};

function view(holdings: readonly Holding[], netLiquidation: number | null = null): LimitUseView {
  return {
    limits: limits(),
    accountId: 'DU1000001',
    exposure: exposureBreakdown(holdings, netLiquidation),
    netLiquidation,
    dayPnl: 0,
    losses: { dayDrawdown: 0, allTimeDrawdown: 0 },
    messagesInSecond: 0,
    valueInMinute: 0,
    openOrders: 4,
    openOrdersPerSide: [],
    quoteAges: [],
    executionsUnattended: [],
    unanswered: [],
  };
}

function used(
  limit: LimitUse['limit'],
  change: Partial<LimitUseView> = {},
  holdings: readonly Holding[] = [long, short],
): LimitUse | undefined {
  const whole = { ...view(holdings, change.netLiquidation), ...change };
  return limitUse(whole).find((use) => use.limit === limit);
}

describe('the use of a limit', () => {
  test.each<[LimitUse['limit'], Partial<LimitUseView>, Partial<LimitUse>]>([
    ['positionLimit', {}, { used: 600, value: 2000, unit: 'units', instrumentId: 1 }],
    ['concentration', { netLiquidation: 20_000 }, { used: 30, value: 50, instrumentId: 1 }],
    ['grossExposure', {}, { used: 8500, value: 500_000, instrumentId: null }],
    ['netExposure', {}, { used: 4000, value: 300_000, instrumentId: null }],
    ['dailyLoss', { dayPnl: -1250 }, { used: 1250, value: 5000 }],
    [
      'dayDrawdown',
      { losses: { dayDrawdown: 700, allTimeDrawdown: 900 } },
      { used: 700, value: 6000 },
    ],
    [
      'allTimeDrawdown',
      { losses: { dayDrawdown: 700, allTimeDrawdown: 900 } },
      { used: 900, value: 20_000 },
    ],
    [
      'repeatedExecutions',
      {
        executionsUnattended: [
          { instrumentId: 1, used: 12 },
          { instrumentId: 2, used: 40 },
        ],
      },
      { used: 40, value: 50, instrumentId: 2 },
    ],
    ['assetClassGrossExposure', {}, { used: 8500, value: 450_000, instrumentId: null }],
    ['assetClassNetExposure', {}, { used: 4000, value: 280_000 }],
    ['assetClassConcentration', { netLiquidation: 20_000 }, { used: 42.5, value: 70 }],
    ['sectorGrossExposure', {}, { used: 0, value: 400_000 }],
    ['dailyLoss', { dayPnl: 1250 }, { used: 0 }],
    ['messagesPerSecond', { messagesInSecond: 12 }, { used: 12, value: 40 }],
    ['openOrders', { openOrders: 17 }, { used: 17, value: 200 }],
    ['valuePerMinute', { valueInMinute: 5000 }, { used: 5000, value: 200_000 }],
    [
      'openOrdersPerSide',
      {
        openOrdersPerSide: [
          { instrumentId: 1, used: 2 },
          { instrumentId: 2, used: 5 },
        ],
      },
      { used: 5, value: 15, instrumentId: 2 },
    ],
    [
      'maxQuoteAge',
      {
        quoteAges: [
          { instrumentId: 1, used: 900 },
          { instrumentId: 2, used: 40 },
        ],
      },
      { used: 900, value: 3000, instrumentId: 1 },
    ],
    [
      'acknowledgementDeadline',
      { unanswered: [{ instrumentId: 2, used: 4100 }] },
      { used: 4100, value: 5000, instrumentId: 2 },
    ],
  ])('of %s', (limit, change, expected) => {
    expect(used(limit, change)).toMatchObject(expected);
  });

  it('is not known while one instrument in it is not, however far another one uses it', () => {
    const unvalued: Holding = { ...short, value: { problem: 'It has no quote.' } };
    const holdings = [long, unvalued];
    const known = { netLiquidation: 20_000 };
    expect(used('grossExposure', known, holdings)).toMatchObject({ used: null });
    expect(used('netExposure', known, holdings)).toMatchObject({ used: null });
    expect(used('concentration', known, holdings)).toMatchObject({ used: null });
    const quoteAges = [
      { instrumentId: 2, used: null },
      { instrumentId: 1, used: 9000 },
    ];
    expect(used('maxQuoteAge', { quoteAges })).toMatchObject({ used: null, instrumentId: 2 });
    expect(used('dailyLoss', { dayPnl: null })).toMatchObject({ used: null });
  });

  it('of an account that is worth nothing is not known', () => {
    for (const netLiquidation of [0, -1, null]) {
      expect(used('concentration', { netLiquidation })).toMatchObject({ used: null });
    }
  });

  it('is none where nothing is held, and of limits on single orders there is none', () => {
    expect(used('positionLimit', {}, [])).toMatchObject({ used: 0, instrumentId: null });
    expect(used('concentration', {}, [])).toMatchObject({ used: 0 });
    expect(used('maxOrderValue')).toBeUndefined();
    expect(used('priceCollar')).toBeUndefined();
  });

  it('of the net exposure is that of the side that is larger at worst', () => {
    expect(used('netExposure', {}, [short])).toMatchObject({ used: 2500 });
    expect(used('netExposure', {}, [long])).toMatchObject({ used: 6000 });
  });
});

describe('the use of a limit on sectors', () => {
  const energy: Holding = { ...long, sector: 'Energy' };
  const technology: Holding = { ...short, sector: 'Technology' };

  it('is that of the sector that uses it most, and nothing of what is in none', () => {
    const holdings = [energy, technology, { ...long, instrumentId: 3 }];
    expect(used('sectorGrossExposure', {}, holdings)).toMatchObject({ used: 6000 });
    expect(used('sectorNetExposure', {}, holdings)).toMatchObject({ used: 6000 });
    expect(used('sectorConcentration', { netLiquidation: 12_000 }, holdings)).toMatchObject({
      used: 50,
    });
  });

  it('of one sector is that of this sector', () => {
    const scope = { kind: 'sector', id: 'Technology' } as const;
    const reason = 'For the test.';
    const scopes = [{ scope, limits: { sectorGrossExposure: { value: 900, reason } } }];
    const found = limitUse({ ...view([energy, technology]), limits: { ...limits(), scopes } });
    expect(found.find((use) => use.scope !== null)).toMatchObject({ used: 2500, value: 900 });
  });
});

describe('the use of a limit of a scope', () => {
  const future: Holding = { ...short, instrumentId: 3, assetClass: 'FUT' };
  const scoped = (scope: LimitScope, name: LimitUse['limit'], value: number) =>
    limitUse({
      ...view([long, short, future]),
      limits: {
        ...limits(),
        scopes: [{ scope, limits: { [name]: { value, reason: 'For the test.' } } }],
      },
    })
      .filter((use) => use.scope !== null)
      .map(({ limit, used: most, value: tight, instrumentId }) => [
        limit,
        most,
        tight,
        instrumentId,
      ]);

  test.each<[LimitScope, LimitUse['limit'], unknown[]]>([
    [{ kind: 'instrument', id: '2' }, 'positionLimit', [['positionLimit', 250, 700, 2]]],
    [{ kind: 'instrument', id: '9' }, 'positionLimit', [['positionLimit', 0, 700, null]]],
    [{ kind: 'asset-class', id: 'FUT' }, 'positionLimit', [['positionLimit', 250, 700, 3]]],
    [{ kind: 'person', id: 'ada' }, 'positionLimit', [['positionLimit', 600, 700, 1]]],
    [{ kind: 'account', id: 'DU1000001' }, 'openOrders', [['openOrders', 4, 700, null]]],
    [{ kind: 'account', id: 'DU9999999' }, 'openOrders', []],
    [{ kind: 'person', id: 'ada' }, 'maxOrderValue', []],
  ])('%j of %s', (scope, name, expected) => {
    expect(scoped(scope, name, 700)).toEqual(expected);
  });
});
