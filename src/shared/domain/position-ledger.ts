import type { Execution } from './execution.ts';
import type { Instrument } from './instrument.ts';
import { addMicros, type Micros } from './money.ts';
import { signedQuantity } from './order.ts';
import { applyFill, tidyQuantity, type Position } from './position.ts';

/** What of an instrument a position needs: without its currency and multiplier a fill has no worth. */
export type LedgerInstrument = Pick<
  Instrument,
  'instrumentId' | 'displaySymbol' | 'currency' | 'multiplier'
>;

/**
 * Beyond this many fills the older half is kept as what it came to, as if it had been adopted then. A correction of one
 * of those still changes the quantity exactly; what it changes of the realised P&L is worked out at its own price.
 */
const fillsKept = 2000;

interface LedgerFill {
  execId: string;
  accountId: string;
  signedQuantity: number;
  price: number;
}

/**
 * How the position of one instrument came about: what was adopted from the broker, and every fill since in the order
 * the desk heard of them. Kept because a correction of an earlier fill changes what later fills realised.
 */
export interface PositionLedger {
  readonly instrumentId: number;
  /** Null until the instrument is resolved or the position adopted. */
  instrument: LedgerInstrument | null;
  adopted: Position | null;
  fills: LedgerFill[];
  /** By currency: a commission need not be in the instrument's. */
  commissions: Map<string, Micros>;
  /** Signed; known even while the instrument is not. */
  quantity: number;
  /** Null while the instrument is not known. */
  position: Position | null;
}

export function openLedger(instrumentId: number): PositionLedger {
  return {
    instrumentId,
    instrument: null,
    adopted: null,
    fills: [],
    commissions: new Map(),
    quantity: 0,
    position: null,
  };
}

/** Says what the instrument is. Fills heard before are valued now. */
export function nameLedger(ledger: PositionLedger, instrument: LedgerInstrument): void {
  const known = ledger.instrument;
  ledger.instrument = instrument;
  if (
    known?.currency === instrument.currency &&
    known.multiplier === instrument.multiplier &&
    known.displaySymbol === instrument.displaySymbol
  ) {
    return;
  }
  recompute(ledger);
}

/** A new fill. Its commission, where it has one, is counted too. */
export function addFill(ledger: PositionLedger, execution: Execution): void {
  const fill = fillOf(execution);
  ledger.fills.push(fill);
  ledger.quantity = tidyQuantity(ledger.quantity + fill.signedQuantity);
  const position = ledger.position ?? flatPosition(ledger, fill.accountId);
  if (position !== null) {
    ledger.position = applyFill(position, fill.signedQuantity, fill.price);
  }
  addCommission(ledger, execution.commissionCurrency, execution.commissionMicros);
  if (ledger.fills.length > fillsKept) sumUp(ledger, fillsKept / 2);
}

/** Keeps the first fills as the position they came to. Without its terms nothing can be summed up yet. */
function sumUp(ledger: PositionLedger, count: number): void {
  const first = ledger.fills[0];
  if (first === undefined || ledger.instrument === null) return;
  let position = ledger.adopted ?? flatPosition(ledger, first.accountId);
  if (position === null) return;
  const { displaySymbol, currency, multiplier } = ledger.instrument;
  position = { ...position, displaySymbol, currency, multiplier };
  for (const fill of ledger.fills.slice(0, count)) {
    position = applyFill(position, fill.signedQuantity, fill.price);
  }
  ledger.adopted = position;
  ledger.fills = ledger.fills.slice(count);
}

/** Puts the corrected fill where the replaced one stood, with its commission, and works everything after it out anew. */
export function correctFill(
  ledger: PositionLedger,
  replaced: Execution,
  execution: Execution,
): void {
  const index = ledger.fills.findLastIndex((fill) => fill.execId === replaced.execId);
  if (index >= 0) {
    ledger.fills[index] = fillOf(execution);
  } else {
    // The replaced fill is inside the adopted position: taken out at its own price, then booked as corrected.
    const old = fillOf(replaced);
    ledger.fills.push({ ...old, signedQuantity: -old.signedQuantity }, fillOf(execution));
  }
  removeCommission(ledger, replaced.commissionCurrency, replaced.commissionMicros);
  addCommission(ledger, execution.commissionCurrency, execution.commissionMicros);
  recompute(ledger);
}

/** A commission, micro-units of `currency`; counted into the position where the currency is the instrument's. */
export function addCommission(
  ledger: PositionLedger,
  currency: string | null,
  micros: Micros | null,
): void {
  if (currency === null || micros === null) return;
  ledger.commissions.set(currency, addMicros(ledger.commissions.get(currency) ?? 0, micros));
  if (ledger.position !== null && ledger.position.currency === currency) {
    ledger.position = withCommissions(ledger, ledger.position);
  }
}

/** Takes back a commission that a later word replaces. */
export function removeCommission(
  ledger: PositionLedger,
  currency: string | null,
  micros: Micros | null,
): void {
  addCommission(ledger, currency, micros === null ? null : -micros);
}

/** The broker's position becomes the desk's; every fill heard so far is inside it. */
export function adoptPosition(ledger: PositionLedger, position: Position): void {
  ledger.instrument = {
    instrumentId: position.instrumentId,
    displaySymbol: position.displaySymbol,
    currency: position.currency,
    multiplier: position.multiplier,
  };
  ledger.adopted = position;
  ledger.fills = [];
  ledger.commissions.set(position.currency, position.commissionsMicros);
  recompute(ledger);
}

/** What the fills add up to, worked out from nothing: the position of executions in the order given. */
function recompute(ledger: PositionLedger): void {
  ledger.quantity = ledger.fills.reduce(
    (sum, fill) => tidyQuantity(sum + fill.signedQuantity),
    tidyQuantity(ledger.adopted?.quantity ?? 0),
  );
  const first = ledger.fills[0];
  let position =
    ledger.adopted ?? (first === undefined ? null : flatPosition(ledger, first.accountId));
  if (position === null || ledger.instrument === null) {
    ledger.position = null;
    return;
  }
  const { displaySymbol, currency, multiplier } = ledger.instrument;
  position = { ...position, displaySymbol, currency, multiplier };
  for (const fill of ledger.fills) position = applyFill(position, fill.signedQuantity, fill.price);
  ledger.position = withCommissions(ledger, position);
}

function withCommissions(ledger: PositionLedger, position: Position): Position {
  const commissionsMicros = ledger.commissions.get(position.currency) ?? 0;
  return position.commissionsMicros === commissionsMicros
    ? position
    : { ...position, commissionsMicros };
}

function flatPosition(ledger: PositionLedger, accountId: string): Position | null {
  if (ledger.instrument === null) return null;
  const { displaySymbol, currency, multiplier } = ledger.instrument;
  return {
    accountId,
    instrumentId: ledger.instrumentId,
    displaySymbol,
    currency,
    multiplier,
    quantity: 0,
    costBasisMicros: 0,
    realizedPnlMicros: 0,
    commissionsMicros: 0,
  };
}

function fillOf(execution: Execution): LedgerFill {
  return {
    execId: execution.execId,
    accountId: execution.accountId,
    signedQuantity: signedQuantity(execution.side, execution.quantity),
    price: execution.price,
  };
}
