import { addMicros, fromMicros, toMicros, type Micros } from '#shared/domain/money.ts';

import type { ListedInstrument } from '../market/catalogue.ts';
import {
  emptyHolding,
  holdingAfter,
  unrealizedMicros,
  valueMicros,
  type Holding,
} from './holding.ts';
import { buyingPowerFactor, marginOf } from './margin.ts';

/** What accounts need to know of the market. */
export interface Marks {
  /** The price a holding is valued at. */
  markOf(instrument: ListedInstrument): number;
  dollarsPer(currency: string): number;
}

/** An account at one moment, in US dollars. */
export interface AccountFigures {
  netLiquidation: number;
  totalCash: number;
  stockValue: number;
  grossPositionValue: number;
  initialMargin: number;
  maintenanceMargin: number;
  availableFunds: number;
  excessLiquidity: number;
  buyingPower: number;
  realizedToday: number;
  unrealized: number;
  dailyPnl: number;
}

export interface Booking {
  /** As a commission report gives it, in the instrument's currency; null for a fill that opens. */
  realizedMicros: Micros | null;
}

/** One account: cash in US dollars, holdings, and what they add up to. */
export class Account {
  readonly id: string;
  cashMicros: Micros;
  dayStartNetMicros: Micros;
  readonly holdings = new Map<number, Holding>();

  constructor(id: string, cashMicros: Micros) {
    this.id = id;
    this.cashMicros = cashMicros;
    this.dayStartNetMicros = cashMicros;
  }

  held(instrument: ListedInstrument): Holding {
    return this.holdings.get(instrument.conId) ?? emptyHolding(instrument);
  }

  /** Books a fill. Stocks are paid in full; futures and currencies only settle what is realised. */
  book(
    instrument: ListedInstrument,
    signedQuantity: number,
    price: number,
    commissionMicros: Micros,
    marks: Marks,
  ): Booking {
    const change = holdingAfter(this.held(instrument), signedQuantity, price, commissionMicros);
    this.holdings.set(instrument.conId, change.holding);
    const rate = marks.dollarsPer(instrument.currency);
    const paid = isPaidInFull(instrument)
      ? -toMicros(price * signedQuantity * instrument.multiplier)
      : change.grossRealizedMicros;
    this.cashMicros = addMicros(this.cashMicros, Math.round((paid - commissionMicros) * rate));
    return { realizedMicros: change.realizedMicros };
  }

  /** Everything the account reports, with its holdings marked to the market. */
  figures(marks: Marks): AccountFigures {
    let stockMicros = 0;
    let gross = 0;
    let openProfitMicros = 0;
    let unrealized = 0;
    let realized = 0;
    let initialMargin = 0;
    let maintenanceMargin = 0;
    for (const holding of this.holdings.values()) {
      const { instrument } = holding;
      const rate = marks.dollarsPer(instrument.currency);
      const mark = marks.markOf(instrument);
      const value = valueMicros(holding, mark) * rate;
      if (isPaidInFull(instrument)) {
        stockMicros += value;
        gross += Math.abs(fromMicros(value));
      } else {
        openProfitMicros += value - holding.costMicros * rate;
      }
      unrealized += fromMicros(unrealizedMicros(holding, mark)) * rate;
      realized += fromMicros(holding.realizedTodayMicros) * rate;
      const margin = marginOf(instrument, holding.quantity, Math.abs(fromMicros(value)));
      initialMargin += margin.initial;
      maintenanceMargin += margin.maintenance;
    }
    const totalCash = fromMicros(this.cashMicros);
    const netLiquidation = totalCash + fromMicros(stockMicros + openProfitMicros);
    const availableFunds = netLiquidation - initialMargin;
    return {
      netLiquidation,
      totalCash,
      stockValue: fromMicros(stockMicros),
      grossPositionValue: gross,
      initialMargin,
      maintenanceMargin,
      availableFunds,
      excessLiquidity: netLiquidation - maintenanceMargin,
      buyingPower: Math.max(0, availableFunds) * buyingPowerFactor,
      realizedToday: realized,
      unrealized,
      dailyPnl: netLiquidation - fromMicros(this.dayStartNetMicros),
    };
  }

  /** P&L of one holding since the day began, in the instrument's currency. */
  dailyPnlOf(holding: Holding, mark: number): number {
    return fromMicros(
      valueMicros(holding, mark) - holding.dayStartValueMicros + holding.dayFlowMicros,
    );
  }

  /** A new trading day: realised P&L starts at zero, flat holdings are forgotten. `marks` are the old day's last. */
  beginDay(marks: Marks): void {
    this.dayStartNetMicros = toMicros(this.figures(marks).netLiquidation);
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
}

/** Stocks are paid for; futures and currencies carry their P&L only. */
function isPaidInFull(instrument: ListedInstrument): boolean {
  return instrument.secType === 'STK';
}
