import { z } from 'zod';

import type { LimitName } from '#shared/domain/limits.ts';
import {
  monitorSettingSchema,
  monitorUnits,
  type MonitorId,
  type MonitorSetting,
} from '#shared/domain/monitor-settings.ts';

/** What an earlier Deskcheck counted a monitor in. */
interface UnitBefore {
  readonly id: MonitorId;
  readonly unit: string;
  /** The limit that it is a percentage of now; null where a figure means what it meant. */
  readonly shareOf: LimitName | null;
}

const unitsBefore: readonly UnitBefore[] = [
  { id: 'day-drawdown', unit: 'base currency below the peak', shareOf: 'dayDrawdown' },
  { id: 'all-time-drawdown', unit: 'base currency below the peak', shareOf: 'allTimeDrawdown' },
  { id: 'reconciliation-incomplete', unit: 'holds', shareOf: null },
];

const limitSchema = z.looseObject({ value: z.number().positive() });

/**
 * The monitors of a limits document, those in an earlier unit told in the unit of now: what two people agreed on stays
 * the threshold. What is no setting stays as it is; what is wrong with it is said where the document is checked.
 * @param document the whole of it, with the limits that thresholds are a share of.
 */
export function inUnitsOfNow(monitors: object, document: object): object {
  const told: Partial<Record<MonitorId, MonitorSetting>> = {};
  for (const { id, unit, shareOf } of unitsBefore) {
    const { data: setting } = monitorSettingSchema.safeParse(memberOf(monitors, id));
    if (setting?.unit !== unit) continue;
    const limit =
      shareOf === null ? 100 : limitSchema.safeParse(memberOf(document, shareOf)).data?.value;
    if (limit === undefined) continue;
    const now = (threshold: number | null): number | null =>
      threshold === null ? null : (threshold * 100) / limit;
    told[id] = {
      ...setting,
      unit: monitorUnits[id],
      soft: now(setting.soft),
      hard: now(setting.hard),
    };
  }
  return { ...monitors, ...told };
}

function memberOf(object: object, name: string): unknown {
  return Reflect.get(object, name);
}
