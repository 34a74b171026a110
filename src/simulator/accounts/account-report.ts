import { fromMicros } from '#shared/domain/money.ts';

import type { ListedInstrument } from '../market/catalogue.ts';
import type { Marks } from '../market/marks.ts';
import { baseCurrency, type Account, type AccountFigures, type CurrencyLedger } from './account.ts';
import { allAccounts, isAdvisor } from './account-kind.ts';
import { baseLedger, type AccountStatement } from './account-statement.ts';
import { averageCost, unrealizedMicros, valueMicros } from './holding.ts';
import { liquidationSeverity } from './liquidation.ts';

export interface PositionFacts {
  accountId: string;
  instrument: ListedInstrument;
  quantity: number;
  averageCost: number;
}

export interface PortfolioFacts extends PositionFacts {
  marketPrice: number;
  marketValue: number;
  unrealizedPnl: number;
  realizedPnl: number;
}

export interface AccountLine {
  key: string;
  value: string;
  currency: string;
}

/** A sum of the whole account, of its securities segment and of its commodities segment. */
interface Segments {
  whole: number;
  securities: number;
  commodities: number;
}

/**
 * Futures are margined in a segment of their own. IB moves cash between the segments as it is needed, so the commodities
 * segment holds what the futures' initial margin asks for and not more; everything else is in the securities segment.
 * Source: IB, TWS Users' Guide, Account Window, Balances.
 */
function segments(whole: number, commodities: number): Segments {
  return { whole, commodities, securities: whole - commodities };
}

type SegmentedFigure = (figures: AccountFigures) => Segments;

const marginCash = (f: AccountFigures): number => f.futuresInitialMargin;
const initialMargin: SegmentedFigure = (f) => segments(f.initialMargin, f.futuresInitialMargin);
const maintenanceMargin: SegmentedFigure = (f) =>
  segments(f.maintenanceMargin, f.futuresMaintenanceMargin);
const availableFunds: SegmentedFigure = (f) => segments(f.availableFunds, 0);
const excessLiquidity: SegmentedFigure = (f) =>
  segments(f.excessLiquidity, f.futuresInitialMargin - f.futuresMaintenanceMargin);
const nothing: SegmentedFigure = () => segments(0, 0);

/** Sums that come three times: as such, with `-S` for securities and with `-C` for commodities. */
const segmentedKeys: readonly (readonly [key: string, figure: SegmentedFigure])[] = [
  ['NetLiquidation', (f) => segments(f.netLiquidation, marginCash(f))],
  ['TotalCashValue', (f) => segments(f.totalCash, marginCash(f))],
  ['AccruedCash', nothing],
  ['AccruedDividend', nothing],
  ['EquityWithLoanValue', (f) => segments(f.equityWithLoan, marginCash(f))],
  ['InitMarginReq', initialMargin],
  ['MaintMarginReq', maintenanceMargin],
  ['AvailableFunds', availableFunds],
  ['ExcessLiquidity', excessLiquidity],
  ['FullInitMarginReq', initialMargin],
  ['FullMaintMarginReq', maintenanceMargin],
  ['FullAvailableFunds', availableFunds],
  ['FullExcessLiquidity', excessLiquidity],
  // Margins do not change with the hour of the day, so a look ahead shows what is.
  ['LookAheadInitMarginReq', initialMargin],
  ['LookAheadMaintMarginReq', maintenanceMargin],
  ['LookAheadAvailableFunds', availableFunds],
  ['LookAheadExcessLiquidity', excessLiquidity],
  // What expires is settled in cash at its end and asks for no margin before that.
  ['PostExpirationMargin', nothing],
  ['PostExpirationExcess', nothing],
  ['IndianStockHaircut', nothing],
  ['Guarantee', nothing],
  ['PASharesValue', nothing],
  ['TotalDebitCardPendingCharges', nothing],
];

/** Sums of securities, which come as such and with `-S`. */
const securitiesKeys: readonly (readonly [key: string, figure: Figure])[] = [
  ['GrossPositionValue', (f) => f.grossPositionValue],
  ['PreviousDayEquityWithLoanValue', (f) => f.dayStartEquity],
  // Nothing waits to settle and every account is a margin account, so Regulation T's figures are the plain ones.
  ['RegTEquity', (f) => f.equityWithLoan],
  ['RegTMargin', (f) => f.initialMargin - f.futuresInitialMargin],
  ['SMA', (f) => f.availableFunds],
];

type Figure = (figures: AccountFigures) => number;

const wholeKeys: readonly (readonly [key: string, figure: Figure])[] = [
  ['BuyingPower', (f) => f.buyingPower],
  ['SettledCash', (f) => f.totalCash],
  ['Billable', () => 0],
  ['NLVAndMarginInReview', () => 0],
  ['NetLiquidationUncertainty', () => 0],
  ['PhysicalCertificateValue', () => 0],
];

type Word = (figures: AccountFigures, id: string) => string;

/** Account values that are not money. Day trades are not counted: -1 is IB's word for no limit. */
const plainKeys: readonly (readonly [key: string, word: Word])[] = [
  ['AccountType', (_, id) => (isAdvisor(id) ? 'ADVISOR' : 'INDIVIDUAL')],
  ['Cushion', cushion],
  ['DayTradesRemaining', () => '-1'],
  ['DayTradesRemainingT+1', () => '-1'],
  ['DayTradesRemainingT+2', () => '-1'],
  ['DayTradesRemainingT+3', () => '-1'],
  ['DayTradesRemainingT+4', () => '-1'],
  ['HighestSeverity', (f) => String(liquidationSeverity(f))],
  ['Leverage', leverage],
  ['LookAheadNextChange', () => '0'],
];

const updateWords: readonly (readonly [key: string, value: string])[] = [
  ['SegmentTitle-S', 'Securities'],
  ['SegmentTitle-C', 'Commodities'],
  ['TradingType-S', 'STKMRGN'],
  ['WhatIfPMEnabled', 'true'],
];

type LedgerFigure = (ledger: CurrencyLedger) => number;

/** What is told of each currency. Source: IB, TWS API, Account Value Update Keys. */
const ledgerKeys: readonly (readonly [key: string, figure: LedgerFigure])[] = [
  ['CashBalance', (l) => l.cash],
  ['TotalCashBalance', (l) => l.cash + l.futuresPnl],
  ['AccruedCash', () => 0],
  ['StockMarketValue', (l) => l.stockValue],
  ['OptionMarketValue', (l) => l.optionValue],
  ['FutureOptionValue', () => 0],
  ['FuturesPNL', (l) => l.futuresPnl],
  [
    'NetLiquidationByCurrency',
    (l) => l.cash + l.futuresPnl + l.stockValue + l.optionValue + l.bondValue,
  ],
  ['UnrealizedPnL', (l) => l.unrealized],
  ['RealizedPnL', (l) => l.realized],
  ['FundValue', () => 0],
  ['NetDividend', () => 0],
  ['MutualFundValue', () => 0],
  ['MoneyMarketFundValue', () => 0],
  ['CorporateBondValue', () => 0],
  ['TBondValue', (l) => l.bondValue],
  ['TBillValue', () => 0],
  ['WarrantValue', () => 0],
  ['FxCashBalance', () => 0],
  ['IssuerOptionValue', () => 0],
  ['Cryptocurrency', () => 0],
];

function inCents(value: number): string {
  return (Math.round(value * 100) / 100 || 0).toFixed(2);
}

function baseLine(key: string, value: number): AccountLine {
  return { key, value: inCents(value), currency: baseCurrency };
}

/** The sums and words that a summary gives, too: no segments, no ledgers. */
function wholeLines(figures: AccountFigures, id: string): AccountLine[] {
  return [
    ...plainKeys.map(([key, word]) => ({ key, value: word(figures, id), currency: '' })),
    ...segmentedKeys.map(([key, figure]) => baseLine(key, figure(figures).whole)),
    ...[...securitiesKeys, ...wholeKeys].map(([key, figure]) => baseLine(key, figure(figures))),
  ];
}

function segmentLines(figures: AccountFigures): AccountLine[] {
  const leverageOf = { key: 'Leverage-S', value: leverage(figures), currency: '' };
  return [
    ...segmentedKeys.flatMap(([key, figure]) => {
      const { securities, commodities } = figure(figures);
      return [baseLine(`${key}-S`, securities), baseLine(`${key}-C`, commodities)];
    }),
    ...securitiesKeys.map(([key, figure]) => baseLine(`${key}-S`, figure(figures))),
    leverageOf,
    ...updateWords.map(([key, value]) => ({ key, value, currency: '' })),
  ];
}

/** One currency's row: what it is called, what it holds, and its rate to the base currency. */
function ledgerLines(ledger: CurrencyLedger, id: string): AccountLine[] {
  const { currency } = ledger;
  return [
    { key: 'AccountOrGroup', value: id, currency },
    { key: 'Currency', value: currency, currency },
    { key: 'RealCurrency', value: currency, currency },
    { key: 'ExchangeRate', value: ledger.exchangeRate.toFixed(7), currency },
    ...ledgerKeys.map(([key, figure]) => ({ key, value: inCents(figure(ledger)), currency })),
  ];
}

/** The tags that reqAccountSummary accepts, besides `$LEDGER`. Source: IB, TWS API, Account Summary Tags. */
export const summaryTags: ReadonlySet<string> = new Set([
  ...plainKeys.map(([key]) => key),
  ...segmentedKeys.map(([key]) => key),
  ...securitiesKeys.map(([key]) => key),
  ...wholeKeys.map(([key]) => key),
]);

/** The currencies that `$LEDGER` (the base currency), `$LEDGER:EUR` or `$LEDGER:ALL` ask for; null for another tag. */
export function ledgerCurrency(tag: string): string | null {
  const match = /^\$LEDGER(?::([A-Z]{3}))?$/.exec(tag);
  return match === null ? null : (match[1] ?? baseCurrency);
}

/**
 * What reqAccountUpdates gives of an account, apart from its portfolio.
 *
 * @param id the account, or `All` for an advisor's accounts together
 */
export function accountLines(id: string, { figures, ledgers }: AccountStatement): AccountLine[] {
  return [
    { key: 'AccountCode', value: id, currency: '' },
    { key: 'AccountReady', value: 'true', currency: '' },
    ...wholeLines(figures, id),
    ...segmentLines(figures),
    ...[baseLedger(ledgers), ...ledgers].flatMap((ledger) => ledgerLines(ledger, id)),
  ];
}

/** What reqAccountSummary gives for some tags: sums in the order of their names, as IB does, then the ledgers. */
export function summaryLines(
  id: string,
  tags: readonly string[],
  { figures, ledgers }: AccountStatement,
): AccountLine[] {
  const wanted = new Set(tags);
  const currencies = new Set(tags.map(ledgerCurrency));
  const rows = currencies.has(allLedgers)
    ? [...ledgers, baseLedger(ledgers)]
    : ledgers.filter(({ currency }) => currencies.has(currency));
  return [
    ...wholeLines(figures, id)
      .filter(({ key }) => wanted.has(key))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    ...rows.flatMap((ledger) => ledgerLines(ledger, id)),
  ];
}

const allLedgers = allAccounts.toUpperCase();

function cushion(figures: AccountFigures): string {
  const share = figures.netLiquidation === 0 ? 0 : figures.excessLiquidity / figures.netLiquidation;
  return share.toFixed(6);
}

/** Positions over equity. */
function leverage(figures: AccountFigures): string {
  const { grossPositionValue: gross, netLiquidation: equity } = figures;
  return (equity === 0 ? 0 : gross / equity).toFixed(2);
}

/** The holdings as reqAccountUpdates gives them; P&L and value in the instrument's currency, as at IB. */
export function portfolioOf(account: Account, marks: Marks): PortfolioFacts[] {
  return [...account.holdings.values()].map((holding) => {
    const mark = marks.markOf(holding.instrument);
    return {
      accountId: account.id,
      instrument: holding.instrument,
      quantity: holding.quantity,
      averageCost: averageCost(holding),
      marketPrice: mark,
      marketValue: fromMicros(valueMicros(holding, mark)),
      unrealizedPnl: fromMicros(unrealizedMicros(holding, mark)),
      realizedPnl: fromMicros(holding.realizedTodayMicros),
    };
  });
}
