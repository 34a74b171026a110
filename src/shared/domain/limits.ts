import { z } from 'zod';

import { secTypeSchema } from './instrument.ts';
import { orderTypeSchema } from './order.ts';
import { monitorSettingsSchema } from './monitor-settings.ts';

/** A number a control compares with, and why it is what it is. */
const limit = z.strictObject({
  value: z.number().positive(),
  unit: z.string(),
  reason: z.string().min(1),
});

const numbers = {
  maxOrderQuantity: limit,
  /** In the account's base currency. */
  maxOrderValue: limit,
  /** Percent away from a fresh reference price. */
  priceCollar: limit,
  /** Smallest steps of the price away from a fresh reference. */
  priceCollarTicks: limit,
  /** Position plus all working orders on the same side, in units of the instrument. */
  positionLimit: limit,
  /** Age in milliseconds beyond which a quote is stale. */
  maxQuoteAge: limit,
  /** Milliseconds without an acknowledgement after which an order is alerted. */
  acknowledgementDeadline: limit,
  /** Loss on the day, in the base currency, shown as the loss line. */
  dailyLoss: limit,
  /** In the base currency: below the day's peak. */
  dayDrawdown: limit,
  /** In the base currency: below the highest P&L of all days. */
  allTimeDrawdown: limit,
  /** New orders, modifies and cancels. */
  messagesPerSecond: limit,
  /** New orders that ask for the very same. */
  equalOrdersPerSecond: limit,
  /** Of one contract, to buy or to sell. */
  openOrdersPerSide: limit,
  openOrders: limit,
  /** In the base currency: of everything sent within a minute. */
  valuePerMinute: limit,
  /** Percent of the net liquidation value that one instrument may be. */
  concentration: limit,
  /** In the base currency: the sizes of all positions, long and short added up. */
  grossExposure: limit,
  /** In the base currency, either way: longs less shorts. */
  netExposure: limit,
  /** In the base currency: an order of more than this needs the broker's own preview of its margin. */
  whatIfAbove: limit,
  /** Percent of the net liquidation value that the gross exposure in one sector may be. */
  sectorConcentration: limit,
  /** In the base currency: of one sector. */
  sectorGrossExposure: limit,
  sectorNetExposure: limit,
  /** Percent of the net liquidation value that the gross exposure in one asset class may be. */
  assetClassConcentration: limit,
  /** In the base currency: of one asset class. */
  assetClassGrossExposure: limit,
  assetClassNetExposure: limit,
  /** Executions in one instrument until a person attends to it. */
  repeatedExecutions: limit,
};

/** What a number that limits is called in a limits file. */
export type LimitName = keyof typeof numbers;
export const limitNames: readonly LimitName[] = keysOf(numbers);

export const limitScopeKindSchema = z.enum([
  'account',
  'asset-class',
  'sector',
  'instrument',
  'person',
]);
export type LimitScopeKind = z.infer<typeof limitScopeKindSchema>;

/**
 * Which orders a limit holds for besides those of the whole desk. The id is the account's (`DU1000001`), the asset
 * class as IB writes it (`FUT`), the sector as IB calls the industry (`Technology`), the instrument's conId in digits, or the person's id.
 */
export const limitScopeSchema = z.strictObject({
  kind: limitScopeKindSchema,
  id: z.string().min(1),
});
export type LimitScope = z.infer<typeof limitScopeSchema>;

const scopedLimit = limit.omit({ unit: true });

const nameList = z.array(z.string().min(1)).nullable();

/** What one person may trade; null where that is everything of its kind, an empty list where it is nothing. */
export const personPermissionSchema = z.strictObject({
  personId: z.string().min(1),
  /** Symbols, each with the derivatives on it. */
  instruments: nameList,
  assetClasses: z.array(secTypeSchema).nullable(),
  orderTypes: z.array(orderTypeSchema).nullable(),
  accounts: nameList,
  reason: z.string().min(1),
});
export type PersonPermission = z.infer<typeof personPermissionSchema>;

/** The desk's limits. The version is recorded with every verdict's order, so that a denial can be explained later. */
export const limitsSchema = z.strictObject({
  version: z.number().int().positive(),
  ...numbers,
  /** Symbols in which nothing leaves. */
  restrictedInstruments: z.array(
    z.strictObject({ symbol: z.string().min(1), reason: z.string().min(1) }),
  ),
  /** Tighter limits for some orders, each in the unit of the desk's. Of all that hold for an order the tightest applies. */
  scopes: z.array(
    z.strictObject({
      scope: limitScopeSchema,
      limits: z.partialRecord(z.enum(limitNames), scopedLimit),
    }),
  ),
  /** Who may trade less than everything. */
  permissions: z.array(personPermissionSchema),
  /** When the desk's monitors warn, when it is critical, and what they do about it. */
  monitors: monitorSettingsSchema,
});
export type Limits = z.infer<typeof limitsSchema>;

/**
 * Limits as the journal keeps them: the document of the Deskcheck that recorded it, which may name fewer limits than
 * this one knows. `limitsOfRecord` makes limits of it again.
 */
export const recordedLimitsSchema = z.looseObject({ version: z.number().int().positive() });
export type RecordedLimits = z.infer<typeof recordedLimitsSchema>;

const everyScope = limitScopeKindSchema.options;

/**
 * For which scopes each limit can be set. What is measured over the whole desk can be set for the account alone: a gross
 * exposure for one instrument would be taken for the exposure in that instrument, which it is not.
 */
export const limitScopeKinds: Readonly<Record<LimitName, readonly LimitScopeKind[]>> = {
  maxOrderQuantity: everyScope,
  maxOrderValue: everyScope,
  priceCollar: everyScope,
  priceCollarTicks: everyScope,
  positionLimit: everyScope,
  maxQuoteAge: ['account', 'asset-class', 'sector', 'instrument'],
  acknowledgementDeadline: ['account'],
  dailyLoss: ['account'],
  dayDrawdown: ['account'],
  allTimeDrawdown: ['account'],
  messagesPerSecond: ['account'],
  equalOrdersPerSecond: everyScope,
  openOrdersPerSide: everyScope,
  openOrders: ['account'],
  valuePerMinute: ['account'],
  concentration: everyScope,
  grossExposure: ['account'],
  netExposure: ['account'],
  whatIfAbove: everyScope,
  sectorConcentration: ['account', 'sector'],
  sectorGrossExposure: ['account', 'sector'],
  sectorNetExposure: ['account', 'sector'],
  assetClassConcentration: ['account', 'asset-class'],
  assetClassGrossExposure: ['account', 'asset-class'],
  assetClassNetExposure: ['account', 'asset-class'],
  repeatedExecutions: ['account', 'asset-class', 'sector', 'instrument'],
};

function keysOf<K extends string>(record: Record<K, unknown>): K[] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys;
}
