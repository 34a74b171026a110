import { z } from 'zod';

/** IB's contract id (conId): one number for one contract, everywhere and for ever. */
export type InstrumentId = number;

export const secTypeSchema = z.enum(['STK', 'FUT', 'OPT', 'CASH', 'IND']);
export type SecType = z.infer<typeof secTypeSchema>;

/** Call or put. */
export const optionRightSchema = z.enum(['C', 'P']);
export type OptionRight = z.infer<typeof optionRightSchema>;

/** A contract the desk may trade, as the broker's contract details describe it. */
export const instrumentSchema = z.object({
  instrumentId: z.number().int().positive(),
  symbol: z.string(),
  /** What a screen calls it: `SPY`, `EUR.USD`, `MESM0`. */
  displaySymbol: z.string(),
  secType: secTypeSchema,
  exchange: z.string(),
  primaryExchange: z.string(),
  currency: z.string(),
  localSymbol: z.string(),
  tradingClass: z.string(),
  longName: z.string(),
  /** The broker's industry: `Technology`; null where it names none, absent in what was recorded before it was asked. */
  sector: z.string().nullable().optional(),
  /** Value of one unit of price for one unit of quantity: 1 for a stock, 5 for MES, 100 for an option. */
  multiplier: z.number().positive(),
  /** Smallest step of the price. */
  minTick: z.number().positive(),
  /** Smallest step of the quantity. */
  sizeIncrement: z.number().positive(),
  minSize: z.number().positive(),
  /** IANA-like zone of the hours, as the broker names it: `US/Eastern`. */
  timeZoneId: z.string(),
  /** The broker's hours text, `20200309:0930-20200309:1600;…`; empty when it gave none. */
  tradingHours: z.string(),
  liquidHours: z.string(),
  /** Last trade date `YYYYMMDD` of a future or option; null otherwise. */
  expiry: z.string().nullable(),
  /** Of an option; null or absent otherwise. */
  strike: z.number().positive().nullable().optional(),
  right: optionRightSchema.nullable().optional(),
});
export type Instrument = z.infer<typeof instrumentSchema>;

/** Whether a price lies on the instrument's tick, within the error of a double. */
export function isOnTick(price: number, minTick: number): boolean {
  const ticks = price / minTick;
  return Math.abs(ticks - Math.round(ticks)) < 1e-6;
}

/** A price as a whole number of ticks; prices are compared in ticks, never as doubles. */
export function toTicks(price: number, minTick: number): number {
  return Math.round(price / minTick);
}

/** Whether a quantity is a whole number of the instrument's size increments. */
export function isOnIncrement(quantity: number, sizeIncrement: number): boolean {
  return isOnTick(quantity, sizeIncrement);
}

/** Digits after the point that show every tick of the instrument. */
export function priceDigits(minTick: number): number {
  const text = minTick.toFixed(10).replace(/0+$/, '');
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}
