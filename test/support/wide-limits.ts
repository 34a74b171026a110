import { limitsSchema, type LimitName, type Limits } from '#shared/domain/limits.ts';

/** Those that hold back a desk that sends as fast as a machine can, as tests and benches do. */
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
