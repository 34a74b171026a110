import { z } from 'zod';

/** What a monitor does when its hard threshold is crossed: tells people, or tightens a trading state besides. */
export const monitorActionSchema = z.enum(['alert', 'REDUCING', 'HALTED']);

const settingSchema = z.strictObject({
  /** What both thresholds are counted in; each monitor has one unit and no other. */
  unit: z.string(),
  /** From here on a warning; null for none. */
  soft: z.number().nonnegative().nullable(),
  /** From here on critical, and the action is taken; null for none. */
  hard: z.number().nonnegative().nullable(),
  /** How long a threshold must have been crossed without a pause before anything is done, milliseconds. */
  holdMs: z.number().int().nonnegative(),
  action: monitorActionSchema,
  reason: z.string().min(1),
});
export type MonitorSetting = z.infer<typeof settingSchema>;

/**
 * The unit each monitor counts in. A share of a limit moves with the limit: a loss line that is tightened tightens its
 * monitor. `holds` is 1 while something holds that is no figure, else 0.
 */
export const monitorUnits = {
  'daily-loss': 'percent of dailyLoss',
  'day-drawdown': 'base currency below the peak',
  'all-time-drawdown': 'base currency below the peak',
  'daily-pnl-unknown': 'milliseconds',
  'gross-exposure': 'percent of grossExposure',
  'net-exposure': 'percent of netExposure',
  concentration: 'percent of concentration',
  'position-over-limit': 'percent of positionLimit',
  'market-data-stale': 'percent of maxQuoteAge',
  'feed-gap': 'milliseconds',
  'quote-problem': 'holds',
  'fill-far-from-quote': 'percent',
  'link-down': 'milliseconds',
  heartbeat: 'milliseconds',
  'clock-skew': 'milliseconds',
  'gateway-read-only': 'holds',
  'order-unacknowledged': 'percent of acknowledgementDeadline',
  'order-unknown': 'orders',
  'order-denials': 'denials a minute',
  'order-rejections': 'rejections a minute',
  'message-rate': 'percent of messagesPerSecond',
  'external-order': 'orders',
  'broker-liquidation': 'fills',
  'reconciliation-break': 'breaks',
  'reconciliation-incomplete': 'holds',
  'event-loop-delay': 'milliseconds',
  'journal-lag': 'milliseconds',
  'disk-space': 'megabytes free',
  'backup-age': 'minutes',
} as const satisfies Record<string, string>;

export type MonitorId = keyof typeof monitorUnits;
export const monitorIds: readonly MonitorId[] = keysOf(monitorUnits);

/** Monitors whose threshold is crossed from above: the less there is, the graver. */
export const monitorsOfTooLittle: ReadonlySet<MonitorId> = new Set(['disk-space']);

/** Monitors of what happens at one moment and is over: there is nothing that could be held for a while. */
export const monitorsOfEvents: ReadonlySet<MonitorId> = new Set([
  'fill-far-from-quote',
  'external-order',
  'broker-liquidation',
]);

export const monitorSettingsSchema = z.record(z.enum(monitorIds), settingSchema);
export type MonitorSettings = z.infer<typeof monitorSettingsSchema>;

/** What of monitor settings in their form makes no sense, one sentence for each; empty where all of it does. */
export function monitorSettingsProblems(settings: MonitorSettings): readonly string[] {
  return monitorIds.flatMap((id) => settingProblems(id, settings[id]));
}

function settingProblems(id: MonitorId, setting: MonitorSetting): readonly string[] {
  const { unit, soft, hard, holdMs, action } = setting;
  const place = `monitors.${id}`;
  const found: string[] = [];
  if (unit !== monitorUnits[id]) {
    found.push(`${place}.unit: the desk counts ${id} in ${monitorUnits[id]}, not in ${unit}.`);
  }
  if (soft === null && hard === null) {
    found.push(`${place}: without a soft or a hard threshold it watches nothing. Give one.`);
  }
  const tooLittle = monitorsOfTooLittle.has(id);
  if (soft !== null && hard !== null && (tooLittle ? soft < hard : soft > hard)) {
    found.push(
      `${place}: the soft threshold must be crossed before the hard one, and is ${tooLittle ? 'below' : 'above'} it.`,
    );
  }
  if (!tooLittle && (soft === 0 || hard === 0)) {
    found.push(`${place}: a threshold must be more than 0.`);
  }
  if (action !== 'alert' && hard === null) {
    found.push(`${place}.action: ${action} is what the hard threshold does, and there is none.`);
  }
  if (holdMs > 0 && monitorsOfEvents.has(id)) {
    found.push(`${place}.holdMs must be 0: what it watches happens at one moment.`);
  }
  return found;
}

function keysOf<K extends string>(record: Record<K, unknown>): K[] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys;
}
