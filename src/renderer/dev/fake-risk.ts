import type {
  ExposureGroup,
  ExposureSums,
  InstrumentExposureRow,
  LimitUse,
  PnlPoint,
  RiskFigures,
} from '#shared/domain/risk-figures.ts';

import { FakeTopic } from './fake-topic.ts';

const netLiquidation = 500_312;

type Row = Pick<
  InstrumentExposureRow,
  'instrumentId' | 'displaySymbol' | 'assetClass' | 'sector' | 'quantity' | 'problem'
> & { price: number; workingBuy?: number; valuedAt?: 'cost' };

const held: readonly Row[] = [
  {
    instrumentId: 756733,
    displaySymbol: 'SPY',
    assetClass: 'STK',
    sector: 'Funds',
    quantity: 500,
    price: 275,
    workingBuy: 200,
    problem: null,
  },
  {
    instrumentId: 272093,
    displaySymbol: 'MSFT',
    assetClass: 'STK',
    sector: 'Technology',
    quantity: 300,
    price: 153,
    problem: null,
  },
  {
    instrumentId: 1520593,
    displaySymbol: 'JPM',
    assetClass: 'STK',
    sector: 'Financial',
    quantity: -400,
    price: 94,
    valuedAt: 'cost',
    problem: null,
  },
  {
    instrumentId: 12087792,
    displaySymbol: 'EUR.USD',
    assetClass: 'CASH',
    sector: null,
    quantity: 20_000,
    price: 1.14,
    problem: null,
  },
];

function sums(long: number, short: number, atWorst: number): ExposureSums {
  return {
    long,
    short,
    gross: long + short,
    net: long - short,
    grossAtWorst: long + short + atWorst,
    netLongAtWorst: long - short + atWorst,
    netShortAtWorst: long - short,
    share: ((long + short) / netLiquidation) * 100,
  };
}

function rowOf({ price, workingBuy = 0, valuedAt, ...row }: Row): InstrumentExposureRow {
  const value = row.quantity * price;
  return {
    ...row,
    ...sums(Math.max(0, value), Math.max(0, -value), workingBuy * price),
    workingBuy,
    workingSell: 0,
    valuedAt: valuedAt ?? 'market',
  };
}

function groupOf(group: string | null, rows: readonly InstrumentExposureRow[]): ExposureGroup {
  const total = (of: (row: InstrumentExposureRow) => number | null): number =>
    rows.reduce((sum, row) => sum + (of(row) ?? 0), 0);
  const working = total(({ grossAtWorst, gross }) => (grossAtWorst ?? 0) - (gross ?? 0));
  return {
    group,
    instruments: rows.length,
    unvalued: 0,
    ...sums(
      total(({ long }) => long),
      total(({ short }) => short),
      working,
    ),
  };
}

function groupsBy(
  rows: readonly InstrumentExposureRow[],
  groupBy: (row: InstrumentExposureRow) => string | null,
): ExposureGroup[] {
  return [...Map.groupBy(rows, groupBy)].map(([group, members]) => groupOf(group, members));
}

const usedBy = (
  limit: LimitUse['limit'],
  used: number | null,
  value: number,
  unit: string,
  instrumentId: number | null = null,
): LimitUse => ({ limit, scope: null, used, value, unit, instrumentId });

function figures(busy: boolean, dayPnl: number | null): RiskFigures {
  const rows = busy ? held.map(rowOf) : [];
  return {
    baseCurrency: 'USD',
    netLiquidation,
    exposure: {
      total: groupOf(null, rows),
      instruments: rows,
      sectors: groupsBy(rows, ({ sector }) => sector),
      assetClasses: groupsBy(rows, ({ assetClass }) => assetClass),
    },
    dayPnl,
    dayDrawdown: busy ? 1_406.2 : 0,
    allTimeDrawdown: busy ? 2_310 : 0,
    limitUse: [
      usedBy('positionLimit', busy ? 700 : 0, 2_000, 'shares', busy ? 756733 : null),
      usedBy('maxQuoteAge', busy ? 420 : 0, 3_000, 'ms', busy ? 1520593 : null),
      usedBy('acknowledgementDeadline', 0, 5_000, 'ms'),
      usedBy('dailyLoss', dayPnl === null ? null : Math.max(0, -dayPnl), 5_000, 'USD'),
      usedBy('messagesPerSecond', busy ? 3 : 0, 40, 'messages per second'),
      usedBy('openOrdersPerSide', busy ? 1 : 0, 15, 'orders', busy ? 756733 : null),
      usedBy('openOrders', busy ? 4 : 0, 200, 'orders'),
      usedBy('valuePerMinute', busy ? 236_000 : 0, 1_000_000, 'USD per minute'),
      usedBy('concentration', busy ? 38.5 : 0, 50, '%', busy ? 756733 : null),
      usedBy('grossExposure', busy ? 298_500 : 0, 2_000_000, 'USD'),
      usedBy('netExposure', busy ? 223_300 : 0, 1_500_000, 'USD'),
    ],
  };
}

/** The figures and the P&L of a day since its open, which a fixed walk draws. */
export function createFakeRisk(
  busy: boolean,
  dayOpenMs: number,
  marketNow: () => number,
  random: () => number,
): { risk: FakeTopic<RiskFigures>; pnl: FakeTopic<PnlPoint> } {
  const risk = new FakeTopic<RiskFigures>(() => 'risk');
  const pnl = new FakeTopic<PnlPoint>((point) => point.time);
  let dayPnl = 0;
  let drawnTo = Math.floor(dayOpenMs / 60_000);
  const draw = (): void => {
    for (const end = Math.floor(marketNow() / 60_000); drawnTo <= end; drawnTo += 1) {
      if (busy) dayPnl += Math.round((random() - 0.5) * 600);
      pnl.put({ time: drawnTo * 60, dayPnl });
    }
    risk.put(figures(busy, dayPnl));
  };
  draw();
  setInterval(draw, 500);
  return { risk, pnl };
}
