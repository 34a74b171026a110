import type { Account, AccountFigures, CurrencyLedger } from './account.ts';
import type { Marks } from '../market/marks.ts';

/** What an account, or several together, come to at one moment. */
export interface AccountStatement {
  /** US dollars. */
  figures: AccountFigures;
  /** By currency, each in its own, the base currency first. */
  ledgers: CurrencyLedger[];
}

export function statementOf(account: Account, marks: Marks): AccountStatement {
  return { figures: account.figures(marks), ledgers: account.ledgers(marks) };
}

/** Several accounts as if they were one: every figure is the sum of theirs. */
export function combinedStatement(statements: readonly AccountStatement[]): AccountStatement {
  const [first, ...others] = statements;
  if (first === undefined) throw new RangeError('A statement needs at least one account.');
  return {
    figures: others.reduce((sum, { figures }) => addedFigures(sum, figures), first.figures),
    ledgers: combinedLedgers(statements.flatMap(({ ledgers }) => ledgers)),
  };
}

function addedFigures(a: AccountFigures, b: AccountFigures): AccountFigures {
  return {
    netLiquidation: a.netLiquidation + b.netLiquidation,
    totalCash: a.totalCash + b.totalCash,
    stockValue: a.stockValue + b.stockValue,
    optionValue: a.optionValue + b.optionValue,
    bondValue: a.bondValue + b.bondValue,
    futuresPnl: a.futuresPnl + b.futuresPnl,
    grossPositionValue: a.grossPositionValue + b.grossPositionValue,
    equityWithLoan: a.equityWithLoan + b.equityWithLoan,
    initialMargin: a.initialMargin + b.initialMargin,
    maintenanceMargin: a.maintenanceMargin + b.maintenanceMargin,
    futuresInitialMargin: a.futuresInitialMargin + b.futuresInitialMargin,
    futuresMaintenanceMargin: a.futuresMaintenanceMargin + b.futuresMaintenanceMargin,
    availableFunds: a.availableFunds + b.availableFunds,
    excessLiquidity: a.excessLiquidity + b.excessLiquidity,
    buyingPower: a.buyingPower + b.buyingPower,
    realizedToday: a.realizedToday + b.realizedToday,
    unrealized: a.unrealized + b.unrealized,
    dailyPnl: a.dailyPnl + b.dailyPnl,
    dayStartEquity: a.dayStartEquity + b.dayStartEquity,
  };
}

function combinedLedgers(ledgers: readonly CurrencyLedger[]): CurrencyLedger[] {
  const sums = new Map<string, CurrencyLedger>();
  for (const ledger of ledgers) {
    const sum = sums.get(ledger.currency);
    sums.set(ledger.currency, sum === undefined ? ledger : addedLedgers(sum, ledger, 1));
  }
  return [...sums.values()];
}

/** @param rate units of `a`'s currency for one of `b`'s */
function addedLedgers(a: CurrencyLedger, b: CurrencyLedger, rate: number): CurrencyLedger {
  return {
    currency: a.currency,
    exchangeRate: a.exchangeRate,
    cash: a.cash + b.cash * rate,
    stockValue: a.stockValue + b.stockValue * rate,
    optionValue: a.optionValue + b.optionValue * rate,
    bondValue: a.bondValue + b.bondValue * rate,
    futuresPnl: a.futuresPnl + b.futuresPnl * rate,
    unrealized: a.unrealized + b.unrealized * rate,
    realized: a.realized + b.realized * rate,
  };
}

/** All currencies in the base currency: IB's `BASE` row. */
export function baseLedger(ledgers: readonly CurrencyLedger[]): CurrencyLedger {
  const empty: CurrencyLedger = {
    currency: 'BASE',
    exchangeRate: 1,
    cash: 0,
    stockValue: 0,
    optionValue: 0,
    bondValue: 0,
    futuresPnl: 0,
    unrealized: 0,
    realized: 0,
  };
  return ledgers.reduce((sum, ledger) => addedLedgers(sum, ledger, ledger.exchangeRate), empty);
}
