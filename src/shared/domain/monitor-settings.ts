import { z } from 'zod';

/** What a monitor does when its hard threshold is crossed: tells people, or tightens a trading state besides. */
export const monitorActionSchema = z.enum(['alert', 'REDUCING', 'HALTED']);

export const monitorSettingSchema = z.strictObject({
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
export type MonitorSetting = z.infer<typeof monitorSettingSchema>;

/**
 * The unit each monitor counts in. A share of a limit moves with the limit: a loss line that is tightened tightens its
 * monitor. `holds` is 1 while something holds that is no figure, 2 where it is graver, else 0.
 */
export const monitorUnits = {
  'daily-loss': 'percent of dailyLoss',
  'day-drawdown': 'percent of dayDrawdown',
  'all-time-drawdown': 'percent of allTimeDrawdown',
  'daily-pnl-unknown': 'milliseconds',
  'gross-exposure': 'percent of grossExposure',
  'net-exposure': 'percent of netExposure',
  concentration: 'percent of concentration',
  'sector-gross-exposure': 'percent of sectorGrossExposure',
  'sector-net-exposure': 'percent of sectorNetExposure',
  'sector-concentration': 'percent of sectorConcentration',
  'asset-class-gross-exposure': 'percent of assetClassGrossExposure',
  'asset-class-net-exposure': 'percent of assetClassNetExposure',
  'asset-class-concentration': 'percent of assetClassConcentration',
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
  'flatten-waiting': 'milliseconds',
  'order-denials': 'denials a minute',
  'order-rejections': 'rejections a minute',
  'message-rate': 'percent of messagesPerSecond',
  'external-order': 'orders',
  'broker-liquidation': 'fills',
  'reconciliation-break': 'breaks',
  'reconciliation-incomplete': 'reconciliations in a row',
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

export const monitorSettingsSchema = z.record(z.enum(monitorIds), monitorSettingSchema);
export type MonitorSettings = z.infer<typeof monitorSettingsSchema>;

/** What of monitor settings in their form makes no sense, one sentence for each; empty where all of it does. */
export function monitorSettingsProblems(settings: MonitorSettings): readonly string[] {
  return monitorIds.flatMap((id) =>
    monitorSettingProblems(id, settings[id]).map(({ field, sentence }) => {
      const place = field === null ? `monitors.${id}` : `monitors.${id}.${field}`;
      return `${place}: ${sentence}`;
    }),
  );
}

/** One thing that makes no sense in a setting. */
export interface SettingProblem {
  /** Null where it is about both thresholds. */
  readonly field: 'unit' | 'action' | 'holdMs' | null;
  readonly sentence: string;
}

/** What of one monitor's setting in its form makes no sense; empty where all of it does. */
export function monitorSettingProblems(
  id: MonitorId,
  { unit, soft, hard, holdMs, action }: MonitorSetting,
): readonly SettingProblem[] {
  const found: SettingProblem[] = [];
  if (unit !== monitorUnits[id]) {
    const sentence = `The desk counts ${id} in ${monitorUnits[id]}, not in ${unit}.`;
    found.push({ field: 'unit', sentence });
  }
  if (soft === null && hard === null) {
    const sentence = 'Without a soft or a hard threshold it watches nothing. Give one.';
    found.push({ field: null, sentence });
  }
  const tooLittle = monitorsOfTooLittle.has(id);
  if (soft !== null && hard !== null && (tooLittle ? soft < hard : soft > hard)) {
    const sentence = `The soft threshold must be crossed before the hard one, and is ${tooLittle ? 'below' : 'above'} it.`;
    found.push({ field: null, sentence });
  }
  if (!tooLittle && (soft === 0 || hard === 0)) {
    found.push({ field: null, sentence: 'A threshold must be more than 0.' });
  }
  if (action !== 'alert' && hard === null) {
    const sentence = `${action} is what the hard threshold does, and there is none.`;
    found.push({ field: 'action', sentence });
  }
  if (holdMs > 0 && monitorsOfEvents.has(id)) {
    const sentence = 'It must be 0: what this monitor watches happens at one moment.';
    found.push({ field: 'holdMs', sentence });
  }
  return found;
}

function keysOf<K extends string>(record: Record<K, unknown>): K[] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys;
}
