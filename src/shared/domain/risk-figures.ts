import { z } from 'zod';

import { secTypeSchema } from './instrument.ts';
import { limitNames, limitScopeSchema } from './limits.ts';

/** A sum in the base currency, signed where it says so; null while a part of it is not known. */
const sum = z.number().nullable();

/** What is held, and what it would be if orders that work now filled. All in the base currency, at full value. */
export const exposureSumsSchema = z.object({
  /** Value of what is held long; never below zero. */
  long: sum,
  /** Value of what is held short; never below zero. */
  short: sum,
  /** Longs and shorts added up. */
  gross: sum,
  /** Longs less shorts, signed. */
  net: sum,
  /** The gross of each instrument with its working orders filled on whichever side leaves it larger. */
  grossAtWorst: sum,
  /** Signed, with every working buy filled and no working sell. */
  netLongAtWorst: sum,
  /** Signed, with every working sell filled and no working buy. */
  netShortAtWorst: sum,
  /** The gross in percent of the account's net liquidation value. */
  share: sum,
});
export type ExposureSums = z.infer<typeof exposureSumsSchema>;

export const instrumentExposureRowSchema = exposureSumsSchema.extend({
  instrumentId: z.number().int(),
  displaySymbol: z.string(),
  /** Null where the desk has not heard yet what the instrument is. */
  assetClass: secTypeSchema.nullable(),
  /** As the broker names it; null where it has not. */
  sector: z.string().nullable(),
  /** Signed: negative is short. */
  quantity: z.number(),
  workingBuy: z.number(),
  workingSell: z.number(),
  /** The price it is valued at: the market's, or what the position cost where there is none; null where it has no value. */
  valuedAt: z.enum(['market', 'cost']).nullable(),
  /** Why it has no value, in a sentence; null where it has one. */
  problem: z.string().nullable(),
});
export type InstrumentExposureRow = z.infer<typeof instrumentExposureRowSchema>;

export const exposureGroupSchema = exposureSumsSchema.extend({
  /** The sector or asset class; null for what the desk does not know one of. */
  group: z.string().nullable(),
  /** How many instruments are held or working in it. */
  instruments: z.number().int(),
  /** How many of them cannot be valued: while there is one, the sums are not known. */
  unvalued: z.number().int(),
});
export type ExposureGroup = z.infer<typeof exposureGroupSchema>;

export const exposureBreakdownSchema = z.object({
  total: exposureGroupSchema,
  /** Largest gross first; what cannot be valued comes before everything. */
  instruments: z.array(instrumentExposureRowSchema),
  sectors: z.array(exposureGroupSchema),
  assetClasses: z.array(exposureGroupSchema),
});
export type ExposureBreakdown = z.infer<typeof exposureBreakdownSchema>;

/** How far a limit is used now, where it is used most. A limit on single orders has no use while none is sent. */
export const limitUseSchema = z.object({
  limit: z.enum(limitNames),
  /** Whom the limit binds; null for the whole desk. */
  scope: limitScopeSchema.nullable(),
  /** In the limit's unit; null while it is not known, which is no reason to think that it is little. */
  used: z.number().nullable(),
  /** The limit. */
  value: z.number(),
  unit: z.string(),
  /** The instrument in which it is used most; null for a limit on everything together, and where none uses it. */
  instrumentId: z.number().int().nullable(),
});
export type LimitUse = z.infer<typeof limitUseSchema>;

/** What the desk risks now. Sums in the base currency. */
export const riskFiguresSchema = z.object({
  baseCurrency: z.string(),
  /** What the account is worth by the broker; null until it has said. */
  netLiquidation: z.number().nullable(),
  exposure: exposureBreakdownSchema,
  /** Realised and unrealised since the day's start, less commissions; null while a mark is missing. */
  dayPnl: z.number().nullable(),
  /** How far the day's P&L is below its highest of the day; positive, null while it is not known. */
  dayDrawdown: z.number().nullable(),
  /** How far the desk's P&L is below its highest ever; positive, null while it is not known. */
  allTimeDrawdown: z.number().nullable(),
  /** In the order of the limits. */
  limitUse: z.array(limitUseSchema),
});
export type RiskFigures = z.infer<typeof riskFiguresSchema>;

/** The day's P&L at the end of a minute, or by now for the minute that runs. */
export const pnlPointSchema = z.object({
  /** Start of the minute, epoch seconds, by the gateway's clock. */
  time: z.number().int(),
  /** In the base currency. */
  dayPnl: z.number(),
});
export type PnlPoint = z.infer<typeof pnlPointSchema>;
