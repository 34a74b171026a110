import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Account } from './account.ts';
import { orderCommission } from './commissions.ts';
import { marksOf, named, optionOn, usd } from './marks.fixture.ts';
import { lacksFunds, orderEffect } from './order-effect.ts';

const spy = named('SPY');
const marks = marksOf({ SPY: 280, MESM0: 2750, C290: 5, QQQ: 200 });

function newAccount(cash = 100_000): Account {
  return new Account('DU1000001', cash * 1e6);
}

describe('what an order would do', () => {
  it('is its margin, its commission and the equity after it', () => {
    const order = { instrument: spy, quantity: 100, limitPrice: 279 };
    expect(orderEffect(newAccount(), order, marks)).toEqual({
      initialBefore: 0,
      maintenanceBefore: 0,
      equityBefore: 100_000,
      initialAfter: 14_000,
      maintenanceAfter: 7000,
      equityAfter: 99_999,
      commission: 1,
      commissionCurrency: 'USD',
    });
  });

  it('is what the account shows when it is placed, and when it has filled at the mark', () => {
    const orders = fc.record({
      instrument: fc.constantFrom(spy, named('MESM0'), named('QQQ')),
      quantity: fc.integer({ min: -50, max: 50 }).filter((quantity) => quantity !== 0),
      held: fc.integer({ min: -50, max: 50 }),
    });
    fc.assert(
      fc.property(orders, ({ instrument, quantity, held }) => {
        const account = newAccount();
        const mark = marks.markOf(instrument);
        if (held !== 0) account.book(instrument, held, mark, usd(0), marks);
        const effect = orderEffect(account, { instrument, quantity, limitPrice: null }, marks);
        account.reservations.set(1, instrument, quantity, '');
        expect(account.figures(marks).initialMargin).toBeCloseTo(effect.initialAfter, 6);
        account.reservations.set(1, instrument, 0, '');
        const value = Math.abs(quantity) * mark * instrument.multiplier;
        const commission = orderCommission(instrument, Math.abs(quantity), value, 1);
        account.book(instrument, quantity, mark, commission, marks);
        const { maintenanceMargin, equityWithLoan } = account.figures(marks);
        expect(maintenanceMargin).toBeCloseTo(effect.maintenanceAfter, 6);
        expect(equityWithLoan).toBeCloseTo(effect.equityAfter, 6);
      }),
    );
  });

  it('takes the whole price of an option from what is available', () => {
    const account = newAccount(1000);
    const order = { instrument: optionOn(290, 'C'), quantity: 3, limitPrice: null };
    const effect = orderEffect(account, order, marks);
    expect(effect.initialAfter - effect.initialBefore).toBe(1500);
    expect(lacksFunds(account, order, effect)).toBe(true);
  });
});

describe('working orders', () => {
  it('keep margin free, the worse side of them', () => {
    const account = newAccount();
    account.book(spy, 100, 280, usd(0), marks);
    account.reservations.set(1, spy, 50, '');
    account.reservations.set(2, spy, -120, '');
    // 150 long need 21,000; 20 short 2,800; what is held 14,000.
    expect(account.figures(marks)).toMatchObject({
      initialMargin: 21_000,
      maintenanceMargin: 7000,
      availableFunds: 79_000,
      buyingPower: 158_000,
    });
    account.reservations.set(2, spy, -300, '');
    expect(account.figures(marks).initialMargin).toBe(28_000);
    account.reservations.set(1, spy, 0, '');
    account.reservations.set(2, spy, 0, '');
    expect(account.figures(marks).initialMargin).toBe(14_000);
  });

  it('keep it free in instruments that are not held, too', () => {
    const account = newAccount();
    account.reservations.set(1, named('MESM0'), 2, '');
    account.reservations.set(2, named('QQQ'), -10, '');
    expect(account.figures(marks).initialMargin).toBe(2400 + 1000);
  });

  it('of an OCA group count once, as only one of them can fill', () => {
    const account = newAccount();
    account.reservations.set(1, spy, 100, 'either');
    account.reservations.set(2, spy, 60, 'either');
    account.reservations.set(3, spy, 10, '');
    expect(account.figures(marks).initialMargin).toBe(110 * 140);
    account.reservations.set(1, spy, 0, 'either');
    expect(account.figures(marks).initialMargin).toBe(70 * 140);
  });

  it('leave nothing behind, whatever was placed, changed and ended', () => {
    const step = fc.record({
      permId: fc.integer({ min: 1, max: 6 }),
      quantity: fc.integer({ min: -20, max: 20 }),
      group: fc.constantFrom('', 'a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const account = newAccount();
        for (const { permId, quantity, group } of steps) {
          account.reservations.set(permId, spy, quantity, group);
        }
        for (const { permId } of steps) account.reservations.set(permId, spy, 0, '');
        expect(account.reservations.all()).toEqual([]);
      }),
    );
  });
});

describe('an account that is full', () => {
  it('cannot open more, and can always close', () => {
    const account = newAccount(15_000);
    account.book(spy, 100, 280, usd(1), marks);
    const judge = (quantity: number): boolean => {
      const order = { instrument: spy, quantity, limitPrice: null };
      return lacksFunds(account, order, orderEffect(account, order, marks));
    };
    expect([judge(10), judge(-100), judge(-250)]).toEqual([true, false, true]);
    // The price falls until nothing is available: closing still goes.
    const crash = marksOf({ SPY: 140 });
    const order = { instrument: spy, quantity: -100, limitPrice: null };
    expect(account.figures(crash).availableFunds).toBeLessThan(0);
    expect(lacksFunds(account, order, orderEffect(account, order, crash))).toBe(false);
  });
});
