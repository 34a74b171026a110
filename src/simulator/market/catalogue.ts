import { z } from 'zod';

import { secTypeSchema } from '#shared/domain/instrument.ts';

import { readResource } from '../resource-files.ts';

const hoursSchema = z.strictObject({
  /** The session of a date begins on the evening before it. */
  opensOnPreviousDay: z.boolean(),
  open: z.string().regex(/^\d{4}$/),
  close: z.string().regex(/^\d{4}$/),
});

const driveSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('index'), ratio: z.number().positive() }),
  z.strictObject({
    kind: z.literal('follower'),
    basePrice: z.number().positive(),
    beta: z.number(),
    dailyVolatility: z.number().positive(),
  }),
  /** It follows from what it is on. */
  z.strictObject({ kind: z.literal('option') }),
]);

const marginSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('regulation-t') }),
  z.strictObject({
    kind: z.literal('per-contract'),
    initial: z.number().positive(),
    maintenance: z.number().positive(),
  }),
  z.strictObject({
    kind: z.literal('percent'),
    initial: z.number().positive(),
    maintenance: z.number().positive(),
  }),
  /** IB's formula for a single stock or index option; `share` of the underlying's value that a short one needs. */
  z.strictObject({ kind: z.literal('option'), share: z.number().positive() }),
]);

const listedInstrumentSchema = z.strictObject({
  conId: z.number().int().positive(),
  /** Whether IB uses this conId too; the others are made up. */
  conIdIsReal: z.boolean(),
  symbol: z.string(),
  secType: z.enum([...secTypeSchema.options, 'BOND']),
  exchange: z.string(),
  primaryExchange: z.string(),
  currency: z.string(),
  localSymbol: z.string(),
  tradingClass: z.string(),
  longName: z.string(),
  industry: z.string(),
  category: z.string(),
  stockType: z.string(),
  multiplier: z.number().positive(),
  minTick: z.number().positive(),
  marketRuleId: z.number().int(),
  minSize: z.number().positive(),
  sizeIncrement: z.number().positive(),
  /** Displayed sizes are whole lots. */
  lotSize: z.number().positive(),
  hours: z.string(),
  /** Last trade date YYYYMMDD of a future or an option, maturity of a bond. */
  expiry: z.string().nullable(),
  /** Of an option; 0 for others. */
  strike: z.number().nonnegative().default(0),
  /** Call or put; empty for what is no option. */
  right: z.enum(['', 'C', 'P']).default(''),
  underlying: z
    .strictObject({ conId: z.number().int(), symbol: z.string(), secType: z.string() })
    .nullable(),
  drive: driveSchema,
  /** Whole ticks between bid and ask. */
  spreadTicks: z.number().int().positive(),
  /** Ordinary size at the touch, in units of the instrument. */
  displayedSize: z.number().nonnegative(),
  averageDailyVolume: z.number().nonnegative(),
  tradable: z.boolean(),
  commissionPlan: z.enum([
    'us-stock',
    'eu-stock',
    'us-option',
    'us-bond',
    'es-future',
    'micro-future',
    'forex',
  ]),
  margin: marginSchema,
});
/** A contract of the simulated gateway with what its market and its margin are made of. */
export type ListedInstrument = z.infer<typeof listedInstrumentSchema>;

const optionClassSchema = z.strictObject({
  /** Local symbol of what the options are on. */
  underlying: z.string(),
  strikeStep: z.number().positive(),
  minTick: z.number().positive(),
  marketRuleId: z.number().int(),
  hours: z.string(),
});
/** Options of one underlying, whose series follow from the date. */
export type OptionClass = z.infer<typeof optionClassSchema>;

const catalogueSchema = z.strictObject({
  about: z.string(),
  marketRules: z.record(
    z.string(),
    z.array(z.strictObject({ lowEdge: z.number(), increment: z.number().positive() })),
  ),
  hours: z.record(
    z.string(),
    z.strictObject({ timeZoneId: z.string(), trading: hoursSchema, liquid: hoursSchema }),
  ),
  optionClasses: z.array(optionClassSchema),
  /** A future stands for all its quarterly contracts; its expiry is that of the one that is written down. */
  instruments: z.array(listedInstrumentSchema),
});
export type Catalogue = z.infer<typeof catalogueSchema>;
export type ListedHours = z.infer<typeof hoursSchema>;

/** The catalogue that ships with the program. */
export function readCatalogue(): Catalogue {
  return catalogueSchema.parse(JSON.parse(readResource('instruments/catalogue.json')));
}
