import { fromMicros } from '#shared/domain/money.ts';

import type { PortfolioFacts } from '../wire/account-messages.ts';
import type { Account, AccountFigures, Marks } from './account.ts';
import { averageCost, unrealizedMicros, valueMicros } from './holding.ts';

export interface AccountLine {
  key: string;
  value: string;
  currency: string;
}

type Figure = (figures: AccountFigures) => number;

/** Account values in US dollars by IB's names. Source: TWS API, Account Value Update Keys. */
const moneyKeys: readonly (readonly [key: string, figure: Figure])[] = [
  ['NetLiquidation', (f) => f.netLiquidation],
  ['TotalCashValue', (f) => f.totalCash],
  ['SettledCash', (f) => f.totalCash],
  ['EquityWithLoanValue', (f) => f.netLiquidation],
  ['GrossPositionValue', (f) => f.grossPositionValue],
  ['InitMarginReq', (f) => f.initialMargin],
  ['MaintMarginReq', (f) => f.maintenanceMargin],
  ['AvailableFunds', (f) => f.availableFunds],
  ['ExcessLiquidity', (f) => f.excessLiquidity],
  ['BuyingPower', (f) => f.buyingPower],
  ['FullInitMarginReq', (f) => f.initialMargin],
  ['FullMaintMarginReq', (f) => f.maintenanceMargin],
  ['FullAvailableFunds', (f) => f.availableFunds],
  ['FullExcessLiquidity', (f) => f.excessLiquidity],
  ['AccruedCash', () => 0],
  ['PreviousDayEquityWithLoanValue', (f) => f.netLiquidation - f.dailyPnl],
  // Nothing is settled overnight and every account is a margin account, so Regulation T's figures are the plain ones.
  ['RegTEquity', (f) => f.netLiquidation],
  ['RegTMargin', (f) => f.initialMargin],
  ['SMA', (f) => f.availableFunds],
  // Margins do not change with the hour of the day, so a look ahead shows what is.
  ['LookAheadInitMarginReq', (f) => f.initialMargin],
  ['LookAheadMaintMarginReq', (f) => f.maintenanceMargin],
  ['LookAheadAvailableFunds', (f) => f.availableFunds],
  ['LookAheadExcessLiquidity', (f) => f.excessLiquidity],
];

type Word = (figures: AccountFigures) => string;

/** Account values that are not money. Day trades are not counted: -1 is IB's word for no limit. */
const plainKeys: readonly (readonly [key: string, word: Word])[] = [
  ['AccountType', () => 'INDIVIDUAL'],
  ['Cushion', cushion],
  ['DayTradesRemaining', () => '-1'],
  ['DayTradesRemainingT+1', () => '-1'],
  ['DayTradesRemainingT+2', () => '-1'],
  ['DayTradesRemainingT+3', () => '-1'],
  ['DayTradesRemainingT+4', () => '-1'],
  ['HighestSeverity', () => '0'],
  ['Leverage', leverage],
  ['LookAheadNextChange', () => '0'],
];

function plain(figures: AccountFigures): AccountLine[] {
  return plainKeys.map(([key, word]) => ({ key, value: word(figures), currency: '' }));
}

const ledgerKeys: readonly (readonly [key: string, figure: Figure])[] = [
  ['CashBalance', (f) => f.totalCash],
  ['TotalCashBalance', (f) => f.totalCash],
  ['StockMarketValue', (f) => f.stockValue],
  ['NetLiquidationByCurrency', (f) => f.netLiquidation],
  ['RealizedPnL', (f) => f.realizedToday],
  ['UnrealizedPnL', (f) => f.unrealized],
];

/** The tags that reqAccountSummary accepts; also `$LEDGER`. */
export const summaryTags: readonly string[] = [
  ...plainKeys.map(([key]) => key),
  ...moneyKeys.map(([key]) => key),
];

function money(figures: AccountFigures, keys: typeof moneyKeys, currency: string): AccountLine[] {
  return keys.map(([key, figure]) => ({ key, value: figure(figures).toFixed(2), currency }));
}

/** What reqAccountUpdates gives of an account, apart from its portfolio. */
export function accountLines(account: Account, marks: Marks): AccountLine[] {
  const figures = account.figures(marks);
  return [
    { key: 'AccountCode', value: account.id, currency: '' },
    { key: 'AccountReady', value: 'true', currency: '' },
    { key: 'Currency', value: 'BASE', currency: 'BASE' },
    { key: 'Currency', value: 'USD', currency: 'USD' },
    { key: 'ExchangeRate', value: '1.00', currency: 'USD' },
    ...plain(figures),
    ...money(figures, moneyKeys, 'USD'),
    ...money(figures, ledgerKeys, 'BASE'),
    ...money(figures, ledgerKeys, 'USD'),
  ];
}

/** What reqAccountSummary gives for some tags, in the order of their names, as IB does. */
export function summaryLines(
  account: Account,
  tags: readonly string[],
  marks: Marks,
): AccountLine[] {
  const figures = account.figures(marks);
  const ledger = tags.some((tag) => tag.startsWith('$LEDGER'));
  return [
    ...[...plain(figures), ...money(figures, moneyKeys, 'USD')]
      .filter(({ key }) => tags.includes(key))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    ...(ledger ? money(figures, ledgerKeys, 'USD') : []),
  ];
}

function cushion(figures: AccountFigures): string {
  const share = figures.netLiquidation === 0 ? 0 : figures.excessLiquidity / figures.netLiquidation;
  return share.toFixed(6);
}

/** Positions over equity. */
function leverage(figures: AccountFigures): string {
  const { grossPositionValue: gross, netLiquidation: equity } = figures;
  return (equity === 0 ? 0 : gross / equity).toFixed(2);
}

/** The holdings as reqAccountUpdates gives them; P&L and value in US dollars. */
export function portfolioOf(account: Account, marks: Marks): PortfolioFacts[] {
  return [...account.holdings.values()].map((holding) => {
    const mark = marks.markOf(holding.instrument);
    const rate = marks.dollarsPer(holding.instrument.currency);
    return {
      accountId: account.id,
      instrument: holding.instrument,
      quantity: holding.quantity,
      averageCost: averageCost(holding),
      marketPrice: mark,
      marketValue: fromMicros(valueMicros(holding, mark)) * rate,
      unrealizedPnl: fromMicros(unrealizedMicros(holding, mark)) * rate,
      realizedPnl: fromMicros(holding.realizedTodayMicros) * rate,
    };
  });
}
