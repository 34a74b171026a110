import { z } from 'zod';

import type { Clock } from '#shared/domain/ports.ts';

import { defaultQuoteRate } from './tick-pulse.ts';
import { newestServerVersion, oldestServerVersion } from './wire/server-versions.ts';

/** Simulated time over wall time. */
export const speedSchema = z.number().min(1).max(1000);

/** What can be said about a simulated gateway without code: these options may come from a command line. */
export const gatewayOptionsSchema = z.strictObject({
  /** 0, the default, takes any free port. The gateway listens on 127.0.0.1 alone. */
  port: z.number().int().min(0).max(65_535).default(0),
  /** The same seed gives the same ticks. */
  seed: z.number().int().default(1),
  speed: speedSchema.default(1),
  accounts: z
    .array(z.string().regex(/^[A-Z]{1,3}\d{5,9}$/, 'An account id looks like DU1000001.'))
    .min(1)
    .default(['DU1000001']),
  /** Cash of each account at the beginning, US dollars. */
  startingCash: z.number().positive().max(1e8).default(1_000_000),
  /** ISO date of the first simulated day. */
  startDate: z.iso.date().optional(),
  /** Where accounts, orders and executions are kept between runs; without it they live as long as the gateway. */
  stateFile: z.string().min(1).optional(),
  /** CSV files of daily bars that drive an instrument, by its local symbol. */
  bars: z.array(z.strictObject({ symbol: z.string().min(1), file: z.string().min(1) })).default([]),
  /** What is played again from the first day on: `SPY@2008-10-15`, `SPY@2020-03` or a CSV file of daily bars. */
  replay: z.string().min(1).optional(),
  /** To try older protocols. */
  maxServerVersion: z
    .number()
    .int()
    .min(oldestServerVersion)
    .max(newestServerVersion)
    .default(newestServerVersion),
  /** Messages a client may send in a second before it is sent away with error 100; null lifts the limit. */
  messagesPerSecondLimit: z.number().int().positive().nullable().default(50),
  /** Whether history is refused (162) beyond 60 requests of a client in ten minutes of wall time. */
  historyPacing: z.boolean().default(false),
  /** The market data the accounts pay for: `delayed` and `none` answer as IB does without a subscription. */
  subscriptions: z.enum(['all', 'delayed', 'none']).default('all'),
  /** Whether every order is refused (321), as with Read-Only API ticked in TWS. */
  readOnly: z.boolean().default(false),
  /** Working orders of an account on one side of one contract before the next is rejected; null lifts the limit. */
  ordersPerSideLimit: z.number().int().positive().nullable().default(15),
  /** When the gateway restarts every day, New York time; off for the practice gateway. */
  dailyRestart: z
    .union([
      z.literal('off'),
      z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time looks like 23:45.'),
    ])
    .default('off'),
  /** Whether everyone is logged off on Sunday at 01:00 in New York. */
  weeklyLogoff: z.boolean().default(false),
  /** Time moves as fast as clients take what comes, in place of the machine's time. */
  virtual: z.boolean().default(false),
  /** A fault script to play: a file, or the name of one that ships, such as rough-morning. */
  script: z.string().min(1).optional(),
  /** From an order's acceptance to the exchange, wall milliseconds: half of the orders are faster. */
  latencyMs: z.number().nonnegative().max(60_000).default(40),
  /** Ticks per instrument in a second of wall time. */
  quoteRate: z.number().positive().max(100_000).default(defaultQuoteRate),
});

export type SimulatedGatewayOptions = z.input<typeof gatewayOptionsSchema> & {
  /** The clock to run on; the machine's unless given. */
  clock?: Clock;
  /** Hears, in sentences, what a person should know: a broken state file, a client sent away. */
  onNotice?: (sentence: string) => void;
};

export type GatewaySettings = z.output<typeof gatewayOptionsSchema>;

export class GatewayOptionsError extends Error {
  override readonly name = 'GatewayOptionsError';
}

/** Throws {@link GatewayOptionsError} with a sentence for each option that is wrong. */
export function parseGatewayOptions(options: unknown): GatewaySettings {
  const parsed = gatewayOptionsSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'options'}: ${message}`,
  );
  throw new GatewayOptionsError(
    `The simulated gateway cannot start with these options. ${sentences.join(' ')}`,
  );
}
