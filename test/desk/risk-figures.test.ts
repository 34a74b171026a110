import { afterEach, expect, test } from 'vitest';

import type { LimitUse, RiskFigures } from '#shared/domain/risk-figures.ts';

import { spyId, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
afterEach(() => trial.end());

function figures(desk: DeskUnderTest): RiskFigures {
  const [now] = desk.topics.risk({}).snapshot();
  if (now === undefined) throw new Error('The desk says nothing of its risk.');
  return now;
}

function useOf(desk: DeskUnderTest, limit: LimitUse['limit']): LimitUse | undefined {
  return figures(desk).limitUse.find((use) => use.limit === limit);
}

test('what is held and working is what the desk says it risks', async () => {
  trial = await Trial.begin();
  const desk = await (await trial.start()).ready();
  expect(figures(desk).exposure.instruments).toEqual([]);

  await desk.place(desk.market({ quantity: 100 }));
  await desk.until(
    '100 SPY are held',
    () => figures(desk).exposure.instruments.at(0)?.quantity === 100,
  );
  await desk.working({ quantity: 50 });

  const bid = desk.bid() ?? 0;
  const { exposure, netLiquidation } = figures(desk);
  const [spy] = exposure.instruments;
  expect(spy).toMatchObject({
    instrumentId: spyId,
    displaySymbol: 'SPY',
    assetClass: 'STK',
    workingBuy: 50,
    valuedAt: 'market',
    problem: null,
  });
  expect(spy?.gross).toBeGreaterThan(bid * 98);
  expect(spy?.gross).toBeLessThan(bid * 102);
  expect(spy?.grossAtWorst).toBeCloseTo((spy?.gross ?? 0) * 1.5);
  expect(exposure.total.gross).toBeCloseTo(spy?.gross ?? 0);
  expect(exposure.assetClasses.map(({ group }) => group)).toEqual(['STK']);
  expect(netLiquidation).toBeGreaterThan(0);
  expect(spy?.share).toBeCloseTo(((spy?.gross ?? 0) / (netLiquidation ?? 1)) * 100);

  expect(useOf(desk, 'positionLimit')).toMatchObject({ used: 150, instrumentId: spyId });
  expect(useOf(desk, 'openOrders')).toMatchObject({ used: 1 });
  expect(useOf(desk, 'openOrdersPerSide')).toMatchObject({ used: 1, instrumentId: spyId });
});

test('the P&L of the day is drawn minute by minute, and readers hear of it by themselves', async () => {
  trial = await Trial.begin();
  const desk = await (await trial.start()).ready();
  const heard: RiskFigures[] = [];
  const leave = desk.topics.risk({}).subscribe(
    (item) => heard.push(item),
    () => undefined,
  );
  await desk.place(desk.market({ quantity: 100 }));
  await desk.until('the P&L has a point', () => desk.topics.pnl({}).snapshot().length > 0);
  await desk.until('a reader is told', () => heard.some(({ dayPnl }) => dayPnl !== null));
  leave();
  expect(desk.topics.pnl({}).snapshot().at(-1)?.dayPnl).toBeTypeOf('number');
  expect(useOf(desk, 'dailyLoss')?.used).toBeGreaterThanOrEqual(0);
});
