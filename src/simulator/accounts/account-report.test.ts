import { beforeEach, describe, expect, it } from 'vitest';

import { Account } from './account.ts';
import {
  accountLines,
  ledgerCurrency,
  portfolioOf,
  summaryLines,
  summaryTags,
} from './account-report.ts';
import { combinedStatement, statementOf } from './account-statement.ts';
import { marksOf, named, usd } from './marks.fixture.ts';

const marks = marksOf({ SPY: 285, MESM0: 2760, SAP: 110 });
const sap = { ...named('SPY'), conId: 7, localSymbol: 'SAP', currency: 'EUR' };
let account: Account;

beforeEach(() => {
  account = new Account('DU1000001', 100_000e6);
  const bought = marksOf({ SPY: 280, MESM0: 2750, SAP: 100 });
  account.book(named('SPY'), 100, 280, usd(1), bought);
  account.book(named('MESM0'), 2, 2750, usd(1.24), bought);
  account.book(sap, 50, 100, { micros: 3e6, currency: 'EUR' }, bought);
});

function valueOf(key: string, currency: string): string | undefined {
  const lines = accountLines('DU1000001', statementOf(account, marks));
  return lines.find((line) => line.key === key && line.currency === currency)?.value;
}

describe('account values', () => {
  it.each([
    ['AccountCode', '', 'DU1000001'],
    ['AccountReady', '', 'true'],
    ['AccountType', '', 'INDIVIDUAL'],
    ['HighestSeverity', '', '0'],
    // 100,000 − 28,001 − 1.24 − 5,003 EUR × 1.1285, and 100 of open futures profit.
    ['TotalCashValue', 'USD', '66451.87'],
    ['GrossPositionValue', 'USD', '34706.75'],
    ['NetLiquidation', 'USD', '101158.62'],
    // Half of the stocks, and 2,400 for the futures.
    ['InitMarginReq', 'USD', '19753.38'],
    ['InitMarginReq-C', 'USD', '2400.00'],
    ['InitMarginReq-S', 'USD', '17353.38'],
    ['NetLiquidation-C', 'USD', '2400.00'],
    ['AvailableFunds-C', 'USD', '0.00'],
    ['ExcessLiquidity-C', 'USD', '220.00'],
    ['SegmentTitle-C', '', 'Commodities'],
    ['AccountOrGroup', 'EUR', 'DU1000001'],
    ['Currency', 'EUR', 'EUR'],
    ['RealCurrency', 'BASE', 'BASE'],
    ['ExchangeRate', 'EUR', '1.1285000'],
    ['ExchangeRate', 'USD', '1.0000000'],
    ['CashBalance', 'EUR', '-5003.00'],
    ['StockMarketValue', 'EUR', '5500.00'],
    ['NetLiquidationByCurrency', 'EUR', '497.00'],
    ['UnrealizedPnL', 'EUR', '497.00'],
    ['FuturesPNL', 'USD', '100.00'],
    ['StockMarketValue', 'BASE', '34706.75'],
    ['NetLiquidationByCurrency', 'BASE', '101158.62'],
  ])('%s in %s', (key, currency, value) => {
    expect(valueOf(key, currency)).toBe(value);
  });

  it('name every key once for each currency', () => {
    const lines = accountLines('DU1000001', statementOf(account, marks));
    const names = lines.map(({ key, currency }) => `${key} ${currency}`);
    const twice = names.filter((name, i) => names.indexOf(name) !== i);
    // IB tells the account's accrued cash and that of its base currency by the same name.
    expect(twice).toEqual(['AccruedCash USD']);
  });

  it('of the segments add up to the whole', () => {
    const lines = accountLines('DU1000001', statementOf(account, marks));
    const figure = (key: string): number =>
      Number(lines.find((line) => line.key === key)?.value ?? Number.NaN);
    for (const key of ['NetLiquidation', 'TotalCashValue', 'InitMarginReq', 'ExcessLiquidity']) {
      expect(figure(`${key}-S`) + figure(`${key}-C`)).toBeCloseTo(figure(key), 1);
    }
  });
});

describe('an account summary', () => {
  // AccountSummaryTags of the API's own clients.
  it.each([
    'AccountType',
    'NetLiquidation',
    'TotalCashValue',
    'SettledCash',
    'AccruedCash',
    'BuyingPower',
    'EquityWithLoanValue',
    'PreviousDayEquityWithLoanValue',
    'GrossPositionValue',
    'RegTEquity',
    'RegTMargin',
    'SMA',
    'InitMarginReq',
    'MaintMarginReq',
    'AvailableFunds',
    'ExcessLiquidity',
    'Cushion',
    'FullInitMarginReq',
    'FullMaintMarginReq',
    'FullAvailableFunds',
    'FullExcessLiquidity',
    'LookAheadNextChange',
    'LookAheadInitMarginReq',
    'LookAheadMaintMarginReq',
    'LookAheadAvailableFunds',
    'LookAheadExcessLiquidity',
    'HighestSeverity',
    'DayTradesRemaining',
    'Leverage',
  ])('knows %s', (tag) => {
    expect(summaryTags.has(tag)).toBe(true);
    const lines = summaryLines('DU1000001', [tag], statementOf(account, marks));
    expect(lines.map(({ key }) => key)).toEqual([tag]);
  });

  it.each([
    ['$LEDGER', ['USD']],
    ['$LEDGER:EUR', ['EUR']],
    ['$LEDGER:ALL', ['USD', 'EUR', 'BASE']],
    ['$LEDGER:GBP', []],
  ])('gives with %s the rows of %o', (tag, currencies) => {
    const lines = summaryLines('DU1000001', [tag], statementOf(account, marks));
    expect([...new Set(lines.map(({ currency }) => currency))]).toEqual(currencies);
  });

  it.each(['$LEDGER:', 'LEDGER', '$LEDGER:EURO'])('knows no %s', (tag) => {
    expect(ledgerCurrency(tag)).toBeNull();
  });
});

describe('a portfolio', () => {
  it('is told in each instrument’s own currency', () => {
    const [, , inEuros] = portfolioOf(account, marks);
    expect(inEuros).toMatchObject({ marketPrice: 110, marketValue: 5500, unrealizedPnl: 497 });
    expect(inEuros?.averageCost).toBeCloseTo(100.06, 9);
  });
});

describe('accounts together', () => {
  it('are the sum of each', () => {
    const other = new Account('DU1000002', 50_000e6);
    other.book(sap, 10, 110, { micros: 3e6, currency: 'EUR' }, marks);
    const both = combinedStatement([statementOf(account, marks), statementOf(other, marks)]);
    const sum = account.figures(marks).netLiquidation + other.figures(marks).netLiquidation;
    expect(both.figures.netLiquidation).toBeCloseTo(sum, 9);
    expect(both.ledgers.find(({ currency }) => currency === 'EUR')).toMatchObject({
      cash: -5003 - 1103,
      stockValue: 6600,
      exchangeRate: 1.1285,
    });
  });
});
