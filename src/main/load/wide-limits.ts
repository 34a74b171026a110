import { limitsSchema, type LimitName, type Limits } from '#shared/domain/limits.ts';

/** Those that hold back a desk that sends as fast as a machine can, as a load run does. */
const forPeople: readonly LimitName[] = [
  'messagesPerSecond',
  'equalOrdersPerSecond',
  'openOrdersPerSide',
  'openOrders',
  'valuePerMinute',
  'concentration',
  'grossExposure',
  'netExposure',
  'sectorConcentration',
  'sectorGrossExposure',
  'sectorNetExposure',
  'assetClassConcentration',
  'assetClassGrossExposure',
  'assetClassNetExposure',
  'repeatedExecutions',
];

/** The limits, wide enough for a desk driven by a program; the controls do the same work. */
export function wideLimits(limits: Limits): Limits {
  const wide = forPeople.map((name) => [name, { ...limits[name], value: 1e12 }]);
  return limitsSchema.parse({ ...limits, ...Object.fromEntries(wide) });
}

/** What thousands of fills cost, and what they hold for a moment, is not what a load run is about. */
const forLoad: readonly LimitName[] = [
  'positionLimit',
  'dailyLoss',
  'dayDrawdown',
  'allTimeDrawdown',
];

/** The limits for a desk of its own that a load run is put on. */
export function loadLimits(limits: Limits): Limits {
  const wide = forLoad.map((name) => [name, { ...limits[name], value: 1e12 }]);
  return limitsSchema.parse({ ...wideLimits(limits), ...Object.fromEntries(wide) });
}
