import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { NewFact } from '#shared/domain/fact.ts';

import {
  applyToPnlRecord,
  pnlOfDay,
  decideOpenDay,
  emptyPnlRecord,
  PnlPeaks,
  unknownLosses,
  type PnlRecord,
} from './loss-figures.ts';

const MONDAY = '2020-03-09';
const TUESDAY = '2020-03-10';
const units = (sum: number) => Math.round(sum * 1e6);

const adopted: NewFact = {
  kind: 'position.adopted',
  by: 'rosa',
  body: {
    position: {
      accountId: 'DU1000001',
      instrumentId: 756_733,
      displaySymbol: 'SPY',
      currency: 'USD',
      multiplier: 1,
      quantity: 100,
      costBasisMicros: 27_000_000_000,
      realizedPnlMicros: 0,
      commissionsMicros: 0,
    },
    reason: 'The account was reset.',
  },
};

/** A desk as far as its P&L goes: what its books are worth changes, and it can be stopped and started. */
class Desk {
  record: PnlRecord = emptyPnlRecord;
  peaks = new PnlPeaks();
  readonly facts: NewFact[] = [];
  #clock = 0;

  take(facts: readonly NewFact[]): void {
    for (const fact of facts) this.record = applyToPnlRecord(this.record, fact);
    this.facts.push(...facts);
  }

  /** A second passes and the books are worth so many units; null while nobody can say. */
  worth(total: number | null, day = MONDAY): PnlPeaks['figures'] {
    const micros = total === null ? null : units(total);
    this.#clock += 1000;
    this.take(decideOpenDay(this.record, day, micros));
    this.peaks.value(this.record, day, micros);
    this.take(this.peaks.decideMark(this.record, this.#clock));
    return this.peaks.figures;
  }

  adopt(): void {
    this.take([...this.peaks.decideMarkNow(this.record), adopted]);
  }

  /** The same desk as its journal tells it. */
  restarted(): Desk {
    this.take(this.peaks.decideLastMark(this.record));
    return this.died();
  }

  died(): Desk {
    const next = new Desk();
    next.take(this.facts);
    return next;
  }
}

describe('the day’s P&L', () => {
  it('counts from the first valuation of the exchange date', () => {
    const desk = new Desk();
    expect(desk.worth(5).dayPnl).toBe(0);
    expect(desk.worth(7).dayPnl).toBe(2);
    expect(desk.worth(7, TUESDAY).dayPnl).toBe(0);
    expect(desk.worth(6, TUESDAY).dayPnl).toBe(-1);
  });

  it('is not said before the date has a valuation, nor while the total cannot be', () => {
    expect(decideOpenDay(emptyPnlRecord, MONDAY, null)).toEqual([]);
    expect(decideOpenDay(emptyPnlRecord, null, 5)).toEqual([]);
    expect(pnlOfDay(emptyPnlRecord, MONDAY, 7)).toBeNull();
    const desk = new Desk();
    desk.worth(0);
    expect(pnlOfDay(desk.record, TUESDAY, 7)).toBeNull();
    expect(pnlOfDay(desk.record, null, 7)).toBeNull();
    expect(desk.worth(null)).toEqual(unknownLosses);
  });
});

describe('drawdown', () => {
  it('is how far the P&L is below its peak, of the day and of all days', () => {
    const desk = new Desk();
    desk.worth(0);
    expect(desk.worth(300)).toEqual({ dayPnl: 300, dayDrawdown: 0, allTimeDrawdown: 0 });
    expect(desk.worth(-50)).toEqual({ dayPnl: -50, dayDrawdown: 350, allTimeDrawdown: 350 });
    // Overnight it lost another 50; the day begins there, all days do not.
    expect(desk.worth(-100, TUESDAY)).toEqual({ dayPnl: 0, dayDrawdown: 0, allTimeDrawdown: 400 });
    expect(desk.worth(-20, TUESDAY)).toEqual({ dayPnl: 80, dayDrawdown: 0, allTimeDrawdown: 320 });
    expect(desk.worth(400, TUESDAY).allTimeDrawdown).toBe(0);
  });

  it('counts from 0 where the desk has never gained', () => {
    const desk = new Desk();
    desk.worth(1000);
    expect(desk.worth(900)).toEqual({ dayPnl: -100, dayDrawdown: 100, allTimeDrawdown: 100 });
  });

  it.each([
    ['a stop', (desk: Desk) => desk.restarted()],
    ['a crash', (desk: Desk) => desk.died()],
  ])('survives %s', (_what, again) => {
    const desk = new Desk();
    desk.worth(0);
    desk.worth(300);
    const before = desk.worth(120);
    expect(again(desk).worth(120)).toEqual(before);
  });

  it('forgets at most ten seconds of a rising peak in a crash, nothing when it is stopped', () => {
    const desk = new Desk();
    desk.worth(0);
    for (let gain = 1; gain <= 15; gain += 1) desk.worth(gain);
    const marks = desk.facts.filter(({ kind }) => kind === 'pnl.marked');
    expect(marks).toHaveLength(2);
    expect(desk.died().worth(0).dayDrawdown).toBe(11);
    expect(desk.restarted().worth(0).dayDrawdown).toBe(15);
  });

  it('is neither made nor hidden by a position that is taken over', () => {
    const desk = new Desk();
    desk.worth(0);
    desk.worth(300);
    const before = desk.worth(120);
    desk.adopt();
    // Until the day is counted anew nothing is said.
    expect(pnlOfDay(desk.record, MONDAY, units(-9000))).toBeNull();
    expect(desk.worth(-9000)).toEqual(before);
    expect(desk.worth(-9100)).toEqual({ dayPnl: 20, dayDrawdown: 280, allTimeDrawdown: 280 });
  });

  it('goes on from what was known where a position without a price is taken over, after a restart and on another day, too', () => {
    const desk = new Desk();
    desk.worth(0);
    desk.worth(300);
    const before = desk.worth(120);
    desk.worth(null);
    desk.adopt();
    expect(desk.died().worth(70_000)).toEqual(before);
    const nextDay = desk.died();
    expect(nextDay.worth(70_000, TUESDAY)).toEqual({
      dayPnl: 0,
      dayDrawdown: 0,
      allTimeDrawdown: 180,
    });
  });

  it('is never negative, and never less after a stop, whatever the books were worth', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('worth' as const),
        total: fc.integer({ min: -5e6, max: 5e6 }),
      }),
      fc.record({ kind: fc.constantFrom('stop' as const, 'adopt' as const, 'night' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let desk = new Desk();
        let day = 1;
        let offset = 0;
        let total = 0;
        const date = () => `2020-03-${String(day).padStart(2, '0')}`;
        let before = desk.worth(0, date());
        for (const each of steps) {
          if (each.kind === 'worth') total = each.total;
          if (each.kind === 'stop') desk = desk.restarted();
          if (each.kind === 'adopt') {
            desk.adopt();
            offset += 12_345;
          }
          if (each.kind === 'night') day = Math.min(28, day + 1);
          const figures = desk.worth(total + offset, date());
          expect(figures.dayDrawdown).toBeGreaterThanOrEqual(0);
          expect(figures.allTimeDrawdown).toBeGreaterThanOrEqual(figures.dayDrawdown ?? 0);
          const isWorthWhatItWas = each.kind === 'stop' || each.kind === 'adopt';
          expect(figures).toEqual(isWorthWhatItWas ? before : figures);
          before = figures;
        }
      }),
    );
  });
});
