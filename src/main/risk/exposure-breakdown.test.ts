import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DeskExposure } from './desk-exposure.ts';
import { exposureBreakdown, type Holding } from './exposure-breakdown.ts';

function holding(instrumentId: number, change: Partial<Holding> = {}): Holding {
  return {
    instrumentId,
    displaySymbol: `I${instrumentId}`,
    assetClass: 'STK',
    sector: 'Technology',
    exposure: { position: 100, workingBuy: 0, workingSell: 0 },
    value: { unitValue: 10, by: 'market' },
    ...change,
  };
}

const nothing = {
  long: 0,
  short: 0,
  gross: 0,
  net: 0,
  grossAtWorst: 0,
  netLongAtWorst: 0,
  netShortAtWorst: 0,
  share: 0,
};

describe('the exposure of a desk', () => {
  it('is nothing where nothing is held', () => {
    expect(exposureBreakdown([], 1000)).toEqual({
      total: { group: null, instruments: 0, unvalued: 0, ...nothing },
      instruments: [],
      sectors: [],
      assetClasses: [],
    });
  });

  it('adds longs and shorts up, nets them, and takes the share of the account', () => {
    const { total } = exposureBreakdown(
      [
        holding(1, { exposure: { position: 300, workingBuy: 0, workingSell: 0 } }),
        holding(2, { exposure: { position: -100, workingBuy: 0, workingSell: 0 } }),
      ],
      8000,
    );
    expect(total).toMatchObject({ long: 3000, short: 1000, gross: 4000, net: 2000, share: 50 });
  });

  it('counts working orders on the side that leaves an instrument larger', () => {
    const { total } = exposureBreakdown(
      [holding(1, { exposure: { position: 10, workingBuy: 5, workingSell: 40 } })],
      null,
    );
    expect(total).toMatchObject({
      gross: 100,
      grossAtWorst: 300,
      netLongAtWorst: 150,
      netShortAtWorst: -300,
      share: null,
    });
  });

  it('stands by sector and by asset class, the largest first', () => {
    const { sectors, assetClasses, instruments } = exposureBreakdown(
      [
        holding(1),
        holding(2, { sector: 'Energy', value: { unitValue: 90, by: 'cost' } }),
        holding(3, { sector: null, assetClass: 'CASH', value: { unitValue: 1, by: 'market' } }),
        holding(4),
      ],
      null,
    );
    expect(sectors.map(({ group, gross }) => [group, gross])).toEqual([
      ['Energy', 9000],
      ['Technology', 2000],
      [null, 100],
    ]);
    expect(assetClasses.map(({ group, instruments: count }) => [group, count])).toEqual([
      ['STK', 3],
      ['CASH', 1],
    ]);
    expect(instruments.map(({ instrumentId, valuedAt }) => [instrumentId, valuedAt])).toEqual([
      [2, 'cost'],
      [1, 'market'],
      [4, 'market'],
      [3, 'market'],
    ]);
  });

  it('is not known while one instrument in it cannot be valued, and says which and why', () => {
    const problem = 'The rate from EUR to USD is not known.';
    const { total, sectors, instruments } = exposureBreakdown(
      [holding(1), holding(2, { value: { problem } }), holding(3, { sector: 'Energy' })],
      1000,
    );
    expect(total).toMatchObject({ gross: null, net: null, share: null, unvalued: 1 });
    expect(sectors.map(({ group, gross, unvalued }) => [group, gross, unvalued])).toEqual([
      ['Technology', null, 1],
      ['Energy', 1000, 0],
    ]);
    expect(instruments[0]).toMatchObject({ instrumentId: 2, gross: null, valuedAt: null, problem });
  });

  it('takes a value that is not a number for one that is not known', () => {
    const { instruments } = exposureBreakdown(
      [holding(1, { value: { unitValue: Number.NaN, by: 'market' } })],
      1000,
    );
    expect(instruments[0]).toMatchObject({ gross: null, problem: 'Its value is not a number.' });
  });

  it.each([0, -5, null])('is no share of an account that is worth %s', (netLiquidation) => {
    expect(exposureBreakdown([holding(1)], netLiquidation).total.share).toBeNull();
  });

  it('is what the controls count with, whatever is held', () => {
    const quantity = fc.integer({ min: 0, max: 1000 });
    const exposure = fc.record({
      position: fc.integer({ min: -1000, max: 1000 }),
      workingBuy: quantity,
      workingSell: quantity,
    });
    const rows = fc.array(fc.record({ exposure, unitValue: fc.integer({ min: 1, max: 500 }) }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(rows, (held) => {
        const desk = new DeskExposure(
          (id) => held[id]?.exposure ?? { position: 0, workingBuy: 0, workingSell: 0 },
          (id) => held[id]?.unitValue ?? null,
          () => ({ assetClass: 'STK', sector: null }),
        );
        for (const id of held.keys()) desk.touch(id);
        const { total } = exposureBreakdown(
          held.map((row, id) =>
            holding(id, {
              exposure: row.exposure,
              value: { unitValue: row.unitValue, by: 'market' },
            }),
          ),
          null,
        );
        expect({
          gross: total.grossAtWorst,
          long: total.netLongAtWorst,
          short: total.netShortAtWorst,
        }).toEqual(desk.without(-1));
      }),
    );
  });
});
