import { limitNames, type LimitName, type Limits } from '#shared/domain/limits.ts';
import type { MonitorSettings } from '#shared/domain/monitor-settings.ts';

import type { DeskReached } from './check-world.ts';

/** What is to differ from other limits: numbers by name, and whatever else of the document. */
export interface LimitsChange {
  numbers?: Partial<Record<LimitName, number>>;
  rest?: Partial<Pick<Limits, 'restrictedInstruments' | 'permissions' | 'monitors'>>;
}

/** As wide as no check comes to, each in its limit's unit; a billion of the base currency and a thousand a second. */
const wide: Record<LimitName, number> = {
  maxOrderQuantity: 1e12,
  maxOrderValue: 1e15,
  priceCollar: 5,
  priceCollarTicks: 1e9,
  positionLimit: 1e12,
  maxQuoteAge: 600_000,
  acknowledgementDeadline: 600_000,
  dailyLoss: 1e12,
  dayDrawdown: 1e12,
  allTimeDrawdown: 1e12,
  messagesPerSecond: 1e4,
  equalOrdersPerSecond: 1e4,
  openOrdersPerSide: 1e4,
  openOrders: 1e4,
  valuePerMinute: 1e15,
  concentration: 1e9,
  grossExposure: 1e15,
  netExposure: 1e15,
  whatIfAbove: 1e15,
  sectorConcentration: 1e9,
  sectorGrossExposure: 1e15,
  sectorNetExposure: 1e15,
  assetClassConcentration: 1e9,
  assetClassGrossExposure: 1e15,
  assetClassNetExposure: 1e15,
  repeatedExecutions: 1e6,
};

/** Limits that bind nobody, with monitors that tell and do nothing: one limit at a time is then made tight. */
export function wideLimits(limits: Limits): Limits {
  return {
    ...changedLimits(limits, { numbers: wide }),
    restrictedInstruments: [],
    scopes: [],
    permissions: [],
    monitors: onlyTelling(limits.monitors),
  };
}

function onlyTelling(monitors: MonitorSettings): MonitorSettings {
  const telling = { ...monitors };
  for (const id of keysOf(monitors)) telling[id] = { ...monitors[id], action: 'alert' };
  return telling;
}

function keysOf<K extends string>(record: Record<K, unknown>): K[] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys;
}

export function changedLimits(limits: Limits, { numbers = {}, rest = {} }: LimitsChange): Limits {
  const changed: Limits = { ...limits, ...rest };
  for (const name of limitNames) {
    const value = numbers[name];
    if (value !== undefined) changed[name] = { ...limits[name], value };
  }
  return changed;
}

/** Puts limits in force as people do: one proposes them, another approves. Does nothing where they are in force. */
export async function putInForce(desk: DeskReached, wanted: Limits): Promise<void> {
  const { limits } = await desk.call('limits.read', {});
  const { version } = limits;
  if (JSON.stringify({ ...wanted, version }) === JSON.stringify(limits)) return;
  const { proposalId } = await desk.call(
    'limits.propose',
    { baseVersion: version, limits: { ...wanted, version }, reason: 'A readiness check.' },
    'risk-officer',
  );
  await desk.call(
    'proposal.approve',
    { proposalId, reason: 'A readiness check, on a desk of its own.' },
    'second-risk-officer',
  );
}
