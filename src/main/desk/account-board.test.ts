import { beforeEach, describe, expect, test } from 'vitest';

import type { AccountRow } from '#shared/contract/topics.ts';

import { AccountBoard } from './account-board.ts';

const now = 1_583_760_600_000;
let board: AccountBoard;
beforeEach(() => {
  board = new AccountBoard();
  board.open('DU1000001');
});

function say(tag: string, value: string, currency: string, accountId = 'DU1000001'): void {
  board.take({ accountId, tag, value, currency }, now);
}

describe("the account's figures", () => {
  test('are not known until the broker has said them', () => {
    expect(board.figure('BuyingPower')).toBeNull();
    expect(board.feed.snapshot()).toEqual([
      expect.objectContaining({ accountId: 'DU1000001', buyingPower: null, currency: 'USD' }),
    ]);
    expect(new AccountBoard().feed.snapshot()).toEqual([]);
  });

  test('of another account are passed over', () => {
    say('BuyingPower', '5', 'USD', 'DU9999999');
    expect(board.figure('BuyingPower')).toBeNull();
  });

  test.each(['', 'n/a', '1.7976931348623157E308', 'Infinity', 'NaN'])(
    '"%s" is no figure',
    (value) => {
      say('BuyingPower', value, 'USD');
      expect(board.figure('BuyingPower')).toBeNull();
    },
  );

  test('stand for the whole account: BASE before the part that is held in the base currency', () => {
    say('NetLiquidation', '1000', 'USD');
    say('RealizedPnL', '7', 'BASE');
    say('RealizedPnL', '3', 'USD');
    say('RealizedPnL', '99', 'JPY');
    expect(board.figure('RealizedPnL')).toBe(7);
  });

  test('in a base currency other than the dollar count also when they come before it is known', () => {
    say('BuyingPower', '4000', 'CHF');
    say('NetLiquidation', '1000', 'CHF');
    expect(board.baseCurrency).toBe('CHF');
    expect(board.figure('BuyingPower')).toBe(4000);
  });

  test('are converted with the rates of the broker alone', () => {
    say('ExchangeRate', '1.08', 'EUR');
    say('ExchangeRate', '0', 'JPY');
    say('ExchangeRate', 'x', 'GBP');
    expect(board.rateToBase('USD')).toBe(1);
    expect(board.rateToBase('EUR')).toBe(1.08);
    expect(board.rateToBase('JPY')).toBeNull();
    expect(board.rateToBase('GBP')).toBeNull();
  });

  test('are forgotten when another account is opened, and kept when the same one is', () => {
    say('BuyingPower', '5', 'USD');
    board.open('DU1000001');
    expect(board.figure('BuyingPower')).toBe(5);
    board.open('DU2000002');
    expect(board.figure('BuyingPower')).toBeNull();
  });

  test('are published as one row, with when they were last said', () => {
    const rows: AccountRow[] = [];
    board.feed.subscribe(
      (row) => rows.push(row),
      () => {},
    );
    say('TotalCashValue', '250.5', 'USD');
    board.publish();
    expect(rows).toEqual([expect.objectContaining({ cash: 250.5, asOf: now })]);
  });
});
