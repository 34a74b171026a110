import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { InstrumentExposure } from '#shared/domain/control.ts';

import { DeskExposure, type ExposureGroups } from './desk-exposure.ts';

const flat: InstrumentExposure = { position: 0, workingBuy: 0, workingSell: 0 };

function desk() {
  const exposures = new Map<number, InstrumentExposure>();
  const values = new Map<number, number | null>();
  const groups = new Map<number, ExposureGroups>();
  const sums = new DeskExposure(
    (id) => exposures.get(id) ?? flat,
    (id) => values.get(id) ?? null,
    (id) => groups.get(id) ?? { assetClass: 'STK', sector: null },
  );
  const hold = (id: number, exposure: Partial<InstrumentExposure>, value?: number | null) => {
    exposures.set(id, { ...flat, ...exposure });
    if (value !== undefined) values.set(id, value);
    sums.touch(id);
  };
  return { sums, hold, values, groups };
}

describe('the exposure of the desk', () => {
  it('is nothing where nothing is held', () =>
    expect(desk().sums.without(1)).toEqual({ gross: 0, long: 0, short: 0 }));

  it('adds up sizes, and nets long and short', () => {
    const { sums, hold } = desk();
    hold(1, { position: 100 }, 10);
    hold(2, { position: -50 }, 10);
    expect(sums.without(3)).toEqual({ gross: 1500, long: 500, short: 500 });
    expect(sums.without(2)).toEqual({ gross: 1000, long: 1000, short: 1000 });
  });

  it('counts working orders at worst', () => {
    const { sums, hold } = desk();
    hold(1, { position: 10, workingBuy: 5, workingSell: 40 }, 1);
    expect(sums.without(2)).toEqual({ gross: 30, long: 15, short: -30 });
  });

  it('follows prices once it is told to', () => {
    const { sums, hold, values } = desk();
    hold(1, { position: 10 }, 1);
    expect(sums.without(2)?.gross).toBe(10);
    values.set(1, 3);
    sums.revalue();
    expect(sums.without(2)?.gross).toBe(30);
  });

  it('is not known while another instrument has no price, and known when it has one', () => {
    const { sums, hold, values } = desk();
    hold(1, { position: 10 }, null);
    expect(sums.without(2)).toBeNull();
    expect(sums.without(1)).toEqual({ gross: 0, long: 0, short: 0 });
    values.set(1, 2);
    expect(sums.without(2)?.gross).toBe(20);
  });

  it('equals a recount, whatever came and went', () => {
    const size = fc.integer({ min: 0, max: 1000 });
    const steps = fc.record({
      id: fc.integer({ min: 1, max: 4 }),
      position: fc.integer({ min: -1000, max: 1000 }),
      workingBuy: size,
      workingSell: size,
      value: fc.integer({ min: 1, max: 500 }),
    });
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 30 }), (taken) => {
        const { sums, hold } = desk();
        const last = new Map<number, (typeof taken)[number]>();
        for (const step of taken) {
          const { id, value, ...exposure } = step;
          hold(id, exposure, value);
          last.set(id, step);
          const others = [...last.values()].filter((found) => found.id !== 1);
          const long = others.map((each) => (each.position + each.workingBuy) * each.value);
          const short = others.map((each) => (each.position - each.workingSell) * each.value);
          const sum = (figures: number[]) => figures.reduce((a, b) => a + b, 0);
          expect(sums.without(1)).toEqual({
            gross: sum(long.map((most, i) => Math.max(Math.abs(most), Math.abs(short[i] ?? 0)))),
            long: sum(long),
            short: sum(short),
          });
        }
      }),
    );
  });
});

describe('the exposure of a group', () => {
  it('adds up what is in it, without the instrument asked about', () => {
    const { sums, hold, groups } = desk();
    groups.set(1, { assetClass: 'STK', sector: 'Technology' });
    groups.set(2, { assetClass: 'STK', sector: 'Technology' });
    groups.set(3, { assetClass: 'STK', sector: 'Energy' });
    groups.set(4, { assetClass: 'FUT', sector: null });
    hold(1, { position: 100 }, 1);
    hold(2, { position: -50 }, 1);
    hold(3, { position: 10 }, 1);
    hold(4, { position: 1 }, 1000);
    expect(sums.withoutIn('sector', 'Technology', 9)).toEqual({ gross: 150, long: 50, short: 50 });
    expect(sums.withoutIn('sector', 'Technology', 2)).toEqual({
      gross: 100,
      long: 100,
      short: 100,
    });
    expect(sums.withoutIn('sector', 'Energy', 2)?.gross).toBe(10);
    expect(sums.withoutIn('sector', 'Utilities', 2)?.gross).toBe(0);
    expect(sums.withoutIn('assetClass', 'STK', 9)?.gross).toBe(160);
    expect(sums.withoutIn('assetClass', 'FUT', 9)?.gross).toBe(1000);
  });

  it('is told of every group in which something is held or works, and of no other', () => {
    const { sums, hold, groups } = desk();
    groups.set(1, { assetClass: 'STK', sector: 'Technology' });
    groups.set(2, { assetClass: 'STK', sector: 'Energy' });
    groups.set(3, { assetClass: 'FUT', sector: null });
    hold(1, { position: 100, workingBuy: 20 }, 1);
    hold(2, { workingSell: 50 }, 1);
    hold(3, { position: -1 }, 1000);
    expect(Object.fromEntries(sums.totalsIn('sector') ?? [])).toEqual({
      Technology: { gross: 120, long: 120, short: 100 },
      Energy: { gross: 50, long: 0, short: -50 },
    });
    hold(2, { workingSell: 0 });
    expect([...(sums.totalsIn('sector') ?? []).keys()]).toEqual(['Technology']);
    expect([...(sums.totalsIn('assetClass') ?? []).keys()]).toEqual(['STK', 'FUT']);
    hold(2, { position: 5 }, null);
    expect(sums.totalsIn('sector')).toBeNull();
  });

  it('follows an instrument that the broker puts in another', () => {
    const { sums, hold, groups } = desk();
    groups.set(1, { assetClass: 'STK', sector: null });
    hold(1, { position: 100 }, 1);
    expect(sums.withoutIn('sector', 'Technology', 9)?.gross).toBe(0);
    groups.set(1, { assetClass: 'STK', sector: 'Technology' });
    sums.touch(1);
    expect(sums.withoutIn('sector', 'Technology', 9)?.gross).toBe(100);
  });

  it('is not known while something that is held has no price', () => {
    const { sums, hold } = desk();
    hold(1, { position: 100 }, null);
    expect(sums.withoutIn('assetClass', 'STK', 9)).toBeNull();
    expect(sums.withoutIn('assetClass', 'STK', 1)?.gross).toBe(0);
  });

  it('is always what its instruments add up to, however they come and go', () => {
    const step = fc.record({
      id: fc.integer({ min: 1, max: 6 }),
      position: fc.integer({ min: -20, max: 20 }),
      sector: fc.constantFrom('Technology', 'Energy', null),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { sums, hold, groups } = desk();
        const held = new Map<number, (typeof steps)[number]>();
        for (const each of steps) {
          groups.set(each.id, { assetClass: 'STK', sector: each.sector });
          hold(each.id, { position: each.position }, 0.1);
          held.set(each.id, each);
        }
        for (const sector of ['Technology', 'Energy']) {
          const inIt = [...held.values()].filter((each) => each.sector === sector);
          const gross = inIt.reduce((sum, { position }) => sum + Math.abs(position) * 0.1, 0);
          expect(sums.withoutIn('sector', sector, 9)?.gross).toBeCloseTo(gross, 9);
        }
      }),
    );
  });
});
