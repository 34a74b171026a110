import { addMicros, notionalMicros, shareMicros, type Micros } from '#shared/domain/money.ts';

import type { ListedInstrument } from '../market/catalogue.ts';

/** What an account holds of one instrument. Sums are micro-units of the instrument's currency. */
export interface Holding {
  instrument: ListedInstrument;
  /** Signed: negative is short. */
  quantity: number;
  /** Price paid for what is held, signed as the quantity is. */
  costMicros: Micros;
  /** Commissions paid for what is held. */
  feesMicros: Micros;
  /** Realised today, commissions deducted. */
  realizedTodayMicros: Micros;
  /** Worth of the holding when the day began. */
  dayStartValueMicros: Micros;
  /** Money in (sales) less money out (purchases, commissions) today. */
  dayFlowMicros: Micros;
}

export interface HoldingChange {
  holding: Holding;
  /** Proceeds less cost of what was closed, before any commission. */
  grossRealizedMicros: Micros;
  /** The same with both commissions deducted; null when nothing was closed. */
  realizedMicros: Micros | null;
}

export function emptyHolding(instrument: ListedInstrument): Holding {
  return {
    instrument,
    quantity: 0,
    costMicros: 0,
    feesMicros: 0,
    realizedTodayMicros: 0,
    dayStartValueMicros: 0,
    dayFlowMicros: 0,
  };
}

/** A holding after a fill. Closing releases cost and commissions in proportion; crossing zero opens anew. */
export function holdingAfter(
  holding: Holding,
  signedQuantity: number,
  price: number,
  commissionMicros: Micros,
): HoldingChange {
  const { instrument, quantity } = holding;
  const closing = Math.sign(quantity) === -Math.sign(signedQuantity);
  const closed = closing ? Math.min(Math.abs(quantity), Math.abs(signedQuantity)) : 0;
  const closedFees = shareMicros(commissionMicros, closed, Math.abs(signedQuantity));
  const signedClosed = closed * Math.sign(quantity);
  const releasedCost = closed === 0 ? 0 : shareMicros(holding.costMicros, signedClosed, quantity);
  const releasedFees = closed === 0 ? 0 : shareMicros(holding.feesMicros, signedClosed, quantity);
  const gross = addMicros(
    notionalMicros(price, signedClosed, instrument.multiplier),
    -releasedCost,
  );
  const realized = gross - releasedFees - closedFees;
  const opened = exactly(signedQuantity + signedClosed);
  const notional = notionalMicros(price, signedQuantity, instrument.multiplier);
  return {
    grossRealizedMicros: closed === 0 ? 0 : gross,
    realizedMicros: closed === 0 ? null : realized,
    holding: {
      ...holding,
      quantity: exactly(quantity + signedQuantity),
      costMicros: addMicros(
        holding.costMicros - releasedCost,
        notionalMicros(price, opened, instrument.multiplier),
      ),
      feesMicros: addMicros(holding.feesMicros - releasedFees, commissionMicros - closedFees),
      realizedTodayMicros: addMicros(holding.realizedTodayMicros, closed === 0 ? 0 : realized),
      dayFlowMicros: addMicros(holding.dayFlowMicros, -notional - commissionMicros),
    },
  };
}

/** Worth of a holding at a mark, signed as the quantity is. */
export function valueMicros(holding: Holding, mark: number): Micros {
  return notionalMicros(mark, holding.quantity, holding.instrument.multiplier);
}

/** Unrealised P&L at a mark, with the commissions of what is held deducted, as IB reports it. */
export function unrealizedMicros(holding: Holding, mark: number): Micros {
  return addMicros(valueMicros(holding, mark), -holding.costMicros - holding.feesMicros);
}

/** IB's average cost: for one unit of the instrument, multiplier and commissions in it; 0 when flat. */
export function averageCost(holding: Holding): number {
  if (holding.quantity === 0) return 0;
  return (holding.costMicros + holding.feesMicros) / 1e6 / holding.quantity;
}

/** Fractions are kept to eight digits, so that 0.1 + 0.2 − 0.3 is flat. */
function exactly(quantity: number): number {
  return Math.round(quantity * 1e8) / 1e8 || 0;
}
