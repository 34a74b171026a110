import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Account } from './account.ts';
import type { Marks } from '../market/marks.ts';
import { decideLiquidation, liquidationSeverity } from './liquidation.ts';
import { marksOf, named, optionOn, usd } from './marks.fixture.ts';

const spy = named('SPY');
const qqq = named('QQQ');
const at = { SPY: 280, QQQ: 200, MESM0: 2750, C290: 5 };

function closeAll(account: Account, marks: Marks): void {
  for (const { conId, quantity } of decideLiquidation(account, marks)) {
    const holding = account.holdings.get(conId);
    if (holding === undefined) throw new Error(`Contract ${conId} is not held.`);
    const price = marks.markOf(holding.instrument);
    account.book(holding.instrument, quantity, price, usd(1), marks);
  }
}

describe('liquidation', () => {
  it('closes nothing while the maintenance margin is covered', () => {
    const account = new Account('DU1000001', 100_000e6);
    account.book(spy, 600, 280, usd(3), marksOf(at));
    expect(decideLiquidation(account, marksOf(at))).toEqual([]);
  });

  it('closes as much of the position that takes most margin as is needed', () => {
    const account = new Account('DU1000001', 100_000e6);
    account.book(spy, 600, 280, usd(0), marksOf(at));
    account.book(qqq, 50, 200, usd(0), marksOf(at));
    // SPY at 140: worth 84,000, cash −78,000, QQQ 10,000: equity 16,000, maintenance 23,500, so 7,500 is missing,
    // and 160 more for a cushion of 1 %. Each share sold frees 35.
    const marks = marksOf({ ...at, SPY: 140 });
    expect(account.figures(marks)).toMatchObject({
      equityWithLoan: 16_000,
      excessLiquidity: -7500,
    });
    expect(decideLiquidation(account, marks)).toEqual([{ conId: spy.conId, quantity: -219 }]);
  });

  it('goes on to the next position where the first is not enough', () => {
    const account = new Account('DU1000001', 60_000e6);
    account.book(spy, 200, 280, usd(0), marksOf(at));
    account.book(qqq, 180, 200, usd(0), marksOf(at));
    const marks = marksOf({ SPY: 100, QQQ: 75 });
    const orders = decideLiquidation(account, marks);
    expect(orders.map(({ conId }) => conId)).toEqual([spy.conId, qqq.conId]);
    expect(orders[0]?.quantity).toBe(-200);
  });

  it('buys back what is short', () => {
    const account = new Account('DU1000001', 20_000e6);
    account.book(spy, -100, 280, usd(0), marksOf(at));
    const orders = decideLiquidation(account, marksOf({ ...at, SPY: 400 }));
    expect(orders).toHaveLength(1);
    expect(orders[0]?.quantity).toBeGreaterThan(0);
  });

  it('leaves the excess restored, whatever is held', () => {
    const cases = fc.record({
      spyHeld: fc.integer({ min: -900, max: 900 }),
      qqqHeld: fc.integer({ min: -900, max: 900 }),
      mesHeld: fc.integer({ min: -9, max: 9 }),
      fall: fc.integer({ min: -60, max: 120 }),
    });
    fc.assert(
      fc.property(cases, ({ spyHeld, qqqHeld, mesHeld, fall }) => {
        const account = new Account('DU1000001', 100_000e6);
        const before = marksOf(at);
        for (const [instrument, quantity] of [
          [spy, spyHeld],
          [qqq, qqqHeld],
          [named('MESM0'), mesHeld],
        ] as const) {
          if (quantity === 0) continue;
          account.book(instrument, quantity, before.markOf(instrument), usd(0), before);
        }
        const factor = 1 + fall / 100;
        const after = marksOf({
          SPY: at.SPY * factor,
          QQQ: at.QQQ * factor,
          MESM0: at.MESM0 * factor,
        });
        closeAll(account, after);
        const { excessLiquidity, equityWithLoan, maintenanceMargin } = account.figures(after);
        // Where the money itself is gone, everything is closed and nothing is left to margin.
        const restored = equityWithLoan > 10 ? excessLiquidity >= 0 : maintenanceMargin === 0;
        expect(restored).toBe(true);
      }),
    );
  });

  it('makes cash of a long option, which cannot be borrowed against', () => {
    const account = new Account('DU1000001', 6000e6);
    const call = optionOn(290, 'C');
    account.book(call, 10, 5, usd(0), marksOf(at));
    account.book(named('MESM0'), 1, 2750, usd(0), marksOf(at));
    const orders = decideLiquidation(account, marksOf({ ...at, MESM0: 2700 }));
    expect(orders).toEqual([{ conId: call.conId, quantity: -1 }]);
  });
});

describe('the severity', () => {
  const figures = new Account('DU1000001', 100_000e6).figures(marksOf({}));
  it.each([
    [0, 100_000, 0, 0],
    [50_000, 50_000, 100_000, 0],
    [91_000, 9000, 100_000, 1],
    [96_000, 4000, 100_000, 2],
    [100_001, -1, 100_000, 3],
  ])('with %i of maintenance and %i of excess is %s', (maintenance, excess, net, severity) => {
    const so = {
      ...figures,
      maintenanceMargin: maintenance,
      excessLiquidity: excess,
      netLiquidation: net,
    };
    expect(liquidationSeverity(so)).toBe(severity);
  });
});
