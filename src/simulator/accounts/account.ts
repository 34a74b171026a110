import type { Marks } from '../market/marks.ts';
import { addMicros, fromMicros, toMicros, type Micros } from '#shared/domain/money.ts';

import type { ListedInstrument } from '../market/catalogue.ts';
import type { Commission } from './commissions.ts';
import {
  emptyHolding,
  holdingAfter,
  unrealizedMicros,
  valueMicros,
  type Holding,
} from './holding.ts';
import { buyingPowerFactor, marginOf, type MarginRequirement } from './margin.ts';
import { Reservations } from './reservations.ts';

/** The currency that an account's sums are told in. Every account of this gateway has the same. */
export const baseCurrency = 'USD';

/** An account at one moment, in US dollars. */
export interface AccountFigures {
  netLiquidation: number;
  /** Cash of all currencies, and the profit of open futures, which IB counts as cash. */
  totalCash: number;
  stockValue: number;
  optionValue: number;
  bondValue: number;
  /** Open profit of futures. */
  futuresPnl: number;
  /** Stocks and options, whatever their sign. */
  grossPositionValue: number;
  /** Cash, stocks and bonds: what can be borrowed against. Options cannot. */
  equityWithLoan: number;
  /** Positions, and the worst that working orders could make of them. */
  initialMargin: number;
  /** Positions alone. */
  maintenanceMargin: number;
  /** The part of the margins that futures take. */
  futuresInitialMargin: number;
  futuresMaintenanceMargin: number;
  availableFunds: number;
  excessLiquidity: number;
  buyingPower: number;
  realizedToday: number;
  unrealized: number;
  dailyPnl: number;
  /** Equity with loan value when the day began. */
  dayStartEquity: number;
}

/** What an account has in one currency, in units of that currency. */
export interface CurrencyLedger {
  currency: string;
  /** US dollars for one unit. */
  exchangeRate: number;
  cash: number;
  stockValue: number;
  optionValue: number;
  bondValue: number;
  futuresPnl: number;
  unrealized: number;
  realized: number;
}

export interface Booking {
  /** As a commission report gives it, in the commission's currency; null for a fill that opens. */
  realizedMicros: Micros | null;
}

/** Where the money of a position stands: paid in full, carried as profit and loss, or exchanged for other money. */
type Settlement = 'stock' | 'option' | 'bond' | 'future' | 'currency';

const settlements: Record<ListedInstrument['secType'], Settlement> = {
  STK: 'stock',
  OPT: 'option',
  BOND: 'bond',
  FUT: 'future',
  CASH: 'currency',
  IND: 'stock',
};

/** One account: cash by currency, holdings, what is reserved for its working orders, and what they add up to. */
export class Account {
  readonly id: string;
  readonly reservations = new Reservations();
  readonly holdings = new Map<number, Holding>();
  /** Net liquidation, and equity with loan value, when the day began. */
  dayStartNetMicros: Micros;
  dayStartEquityMicros: Micros;
  readonly #cash = new Map<string, Micros>();

  /** @param cashMicros in the base currency */
  constructor(id: string, cashMicros: Micros) {
    this.id = id;
    this.#cash.set(baseCurrency, cashMicros);
    this.dayStartNetMicros = cashMicros;
    this.dayStartEquityMicros = cashMicros;
  }

  /** Every currency the account has had money in. */
  cash(): [currency: string, micros: Micros][] {
    return [...this.#cash];
  }

  cashIn(currency: string): Micros {
    return this.#cash.get(currency) ?? 0;
  }

  setCash(currency: string, micros: Micros): void {
    this.#cash.set(currency, micros);
  }

  held(instrument: ListedInstrument): Holding {
    return this.holdings.get(instrument.conId) ?? emptyHolding(instrument);
  }

  /**
   * Books a fill. Stocks, options and bonds are paid in full, in their currency; a currency trade moves both currencies;
   * futures settle what is realised.
   */
  book(
    instrument: ListedInstrument,
    signedQuantity: number,
    price: number,
    commission: Commission,
    marks: Marks,
  ): Booking {
    const { currency } = instrument;
    // Holdings are kept in the instrument's currency, their commissions too.
    const perCommission = rateBetween(commission.currency, currency, marks);
    const fees = Math.round(commission.micros * perCommission);
    const change = holdingAfter(this.held(instrument), signedQuantity, price, fees);
    this.holdings.set(instrument.conId, change.holding);
    const settlement = settlements[instrument.secType];
    const paid =
      settlement === 'future'
        ? change.grossRealizedMicros
        : -toMicros(price * signedQuantity * instrument.multiplier);
    this.#move(currency, paid);
    if (settlement === 'currency') this.#move(instrument.symbol, toMicros(signedQuantity));
    this.#move(commission.currency, -commission.micros);
    const { realizedMicros } = change;
    return {
      realizedMicros: realizedMicros === null ? null : Math.round(realizedMicros / perCommission),
    };
  }

  /** Everything the account reports, with its holdings marked to the market. */
  figures(marks: Marks): AccountFigures {
    const sums = { stock: 0, option: 0, bond: 0, future: 0, currency: 0 };
    let [gross, unrealized, realized] = [0, 0, 0];
    let [initialMargin, maintenanceMargin] = [0, 0];
    let [futuresInitialMargin, futuresMaintenanceMargin] = [0, 0];
    const addMargin = ({ secType }: ListedInstrument, margin: MarginRequirement): void => {
      initialMargin += margin.initial;
      maintenanceMargin += margin.maintenance;
      if (secType !== 'FUT') return;
      futuresInitialMargin += margin.initial;
      futuresMaintenanceMargin += margin.maintenance;
    };
    const working = new Map(
      this.reservations.all().map((each) => [each.instrument.conId, each] as const),
    );
    for (const holding of this.holdings.values()) {
      const { instrument, quantity } = holding;
      const rate = marks.dollarsPer(instrument.currency);
      const mark = marks.markOf(instrument);
      const settlement = settlements[instrument.secType];
      const value = valueMicros(holding, mark);
      const worth = fromMicros(settlement === 'future' ? value - holding.costMicros : value) * rate;
      sums[settlement] += worth;
      if (settlement === 'stock' || settlement === 'option') gross += Math.abs(worth);
      unrealized += fromMicros(unrealizedMicros(holding, mark)) * rate;
      realized += fromMicros(holding.realizedTodayMicros) * rate;
      const { buy, sell } = working.get(instrument.conId) ?? { buy: 0, sell: 0 };
      working.delete(instrument.conId);
      addMargin(instrument, marginWithOrders(instrument, quantity, { buy, sell }, marks));
    }
    for (const { instrument, buy, sell } of working.values()) {
      addMargin(instrument, marginWithOrders(instrument, 0, { buy, sell }, marks));
    }
    const totalCash = this.#cashInBase(marks) + sums.future;
    const equityWithLoan = totalCash + sums.stock + sums.bond;
    const netLiquidation = equityWithLoan + sums.option;
    const availableFunds = equityWithLoan - initialMargin;
    return {
      netLiquidation,
      totalCash,
      stockValue: sums.stock,
      optionValue: sums.option,
      bondValue: sums.bond,
      futuresPnl: sums.future,
      grossPositionValue: gross,
      equityWithLoan,
      initialMargin,
      maintenanceMargin,
      futuresInitialMargin,
      futuresMaintenanceMargin,
      availableFunds,
      excessLiquidity: equityWithLoan - maintenanceMargin,
      buyingPower: Math.max(0, availableFunds) * buyingPowerFactor,
      realizedToday: realized,
      unrealized,
      dailyPnl: netLiquidation - fromMicros(this.dayStartNetMicros),
      dayStartEquity: fromMicros(this.dayStartEquityMicros),
    };
  }

  /** What the account has in each currency, the base currency first. */
  ledgers(marks: Marks): CurrencyLedger[] {
    const ledgers = new Map<string, CurrencyLedger>();
    const ledgerOf = (currency: string): CurrencyLedger => {
      let ledger = ledgers.get(currency);
      if (ledger === undefined) {
        ledger = emptyLedger(currency, marks.dollarsPer(currency));
        ledgers.set(currency, ledger);
      }
      return ledger;
    };
    for (const [currency, micros] of this.#cash) ledgerOf(currency).cash = fromMicros(micros);
    for (const holding of this.holdings.values()) {
      const { instrument } = holding;
      const ledger = ledgerOf(instrument.currency);
      const mark = marks.markOf(instrument);
      const value = valueMicros(holding, mark);
      const settlement = settlements[instrument.secType];
      if (settlement === 'stock') ledger.stockValue += fromMicros(value);
      if (settlement === 'option') ledger.optionValue += fromMicros(value);
      if (settlement === 'bond') ledger.bondValue += fromMicros(value);
      if (settlement === 'future') ledger.futuresPnl += fromMicros(value - holding.costMicros);
      ledger.unrealized += fromMicros(unrealizedMicros(holding, mark));
      ledger.realized += fromMicros(holding.realizedTodayMicros);
    }
    return [...ledgers.values()];
  }

  /** P&L of one holding since the day began, in the instrument's currency. */
  dailyPnlOf(holding: Holding, mark: number): number {
    return fromMicros(
      valueMicros(holding, mark) - holding.dayStartValueMicros + holding.dayFlowMicros,
    );
  }

  /** A new trading day: realised P&L starts at zero, flat holdings are forgotten. `marks` are the old day's last. */
  beginDay(marks: Marks): void {
    const figures = this.figures(marks);
    this.dayStartNetMicros = toMicros(figures.netLiquidation);
    this.dayStartEquityMicros = toMicros(figures.equityWithLoan);
    for (const [conId, holding] of this.holdings) {
      if (holding.quantity === 0) {
        this.holdings.delete(conId);
        continue;
      }
      this.holdings.set(conId, {
        ...holding,
        realizedTodayMicros: 0,
        dayFlowMicros: 0,
        dayStartValueMicros: valueMicros(holding, marks.markOf(holding.instrument)),
      });
    }
  }

  #move(currency: string, micros: Micros): void {
    if (micros !== 0) this.#cash.set(currency, addMicros(this.cashIn(currency), micros));
  }

  #cashInBase(marks: Marks): number {
    let sum = 0;
    for (const [currency, micros] of this.#cash) {
      if (micros !== 0) sum += fromMicros(micros) * marks.dollarsPer(currency);
    }
    return sum;
  }
}

function rateBetween(from: string, to: string, marks: Marks): number {
  return from === to ? 1 : marks.dollarsPer(from) / marks.dollarsPer(to);
}

function emptyLedger(currency: string, exchangeRate: number): CurrencyLedger {
  return {
    currency,
    exchangeRate,
    cash: 0,
    stockValue: 0,
    optionValue: 0,
    bondValue: 0,
    futuresPnl: 0,
    unrealized: 0,
    realized: 0,
  };
}

/**
 * What a position and the orders on it need: maintenance as it stands; initial for the worst of what they could make of
 * it, where one side fills and the other does not. An option that is bought counts with its price, as its cost leaves
 * what can be borrowed against; one that is sold brings its price.
 */
export function marginWithOrders(
  instrument: ListedInstrument,
  quantity: number,
  { buy, sell }: { buy: number; sell: number },
  marks: Marks,
): MarginRequirement {
  const prices = {
    mark: marks.markOf(instrument),
    underlying: marks.underlyingMarkOf(instrument),
    dollarsPer: marks.dollarsPer(instrument.currency),
  };
  const held = marginOf(instrument, quantity, prices);
  const unitCost =
    instrument.secType === 'OPT' ? prices.mark * instrument.multiplier * prices.dollarsPer : 0;
  const after = (traded: number): number =>
    marginOf(instrument, quantity + traded, prices).initial + traded * unitCost;
  return {
    initial: Math.max(held.initial, after(buy), after(-sell)),
    maintenance: held.maintenance,
  };
}
