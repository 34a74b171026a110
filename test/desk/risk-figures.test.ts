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

test('a desk that holds something takes new risk as soon as it is ready and what is held is quoted', async () => {
  trial = await Trial.begin();
  const before = await (await trial.start()).ready();
  const { orderRef } = await before.place(before.market({ quantity: 100 }));
  await before.untilStatus(orderRef, 'FILLED');
  await before.desk.close('For another.');

  const desk = await trial.start();
  await desk.until(
    'it is ready and SPY is quoted',
    () => desk.link() === 'ready' && desk.bid() !== null,
  );
  expect(desk.position()).toBe(100);
  expect(figures(desk).dayDrawdown).toBeGreaterThanOrEqual(0);
  expect(await desk.place(desk.resting())).toMatchObject({ allowed: true });
});

test('a fill counts in what was lost in the turn in which it is heard', async () => {
  const losses: RiskFigures[] = [];
  let desk: DeskUnderTest | null = null;
  trial = await Trial.begin();
  desk = await trial.start({
    probe(point, facts) {
      if (desk === null || point !== 'before-record') return;
      if (facts.some(({ kind }) => kind === 'execution.received')) {
        losses.push(figures(desk));
      }
    },
  });
  await desk.ready();
  const { orderRef } = await desk.place(desk.market({ quantity: 100 }));
  await desk.untilStatus(orderRef, 'FILLED');
  expect(losses.length).toBeGreaterThan(0);
  // The price of a buy at the market is above what it is valued at: the loss is the drawdown from the day's opening.
  for (const { dayPnl, dayDrawdown } of losses) {
    expect(dayPnl).toBeLessThan(0);
    expect(dayDrawdown).toBe(-(dayPnl ?? 0));
  }
});
