import type { MonitorId } from '#shared/domain/monitor-settings.ts';

import type { Monitor } from '../monitor.ts';
import type { WatchedGroup } from '../monitor-view.ts';
import { sum } from '../words.ts';

const kindWords: Record<WatchedGroup['kind'], string> = {
  sector: 'sector',
  'asset-class': 'asset class',
};

/** What the desk has in one sector or asset class; an alert for each, counted as the control counts. */
export const groupMonitors: readonly Monitor[] = [
  exposure('sector-gross-exposure', 'sector', 'gross'),
  exposure('sector-net-exposure', 'sector', 'net'),
  concentration('sector-concentration', 'sector'),
  exposure('asset-class-gross-exposure', 'asset-class', 'gross'),
  exposure('asset-class-net-exposure', 'asset-class', 'net'),
  concentration('asset-class-concentration', 'asset-class'),
];

function exposure(id: MonitorId, kind: WatchedGroup['kind'], what: 'gross' | 'net'): Monitor {
  return {
    id,
    onFacts: ['execution.received', 'position.adopted'],
    crossed: 'beyond',
    actsOn: 'desk',
    read: ({ groups, baseCurrency }) =>
      groups
        .filter((group) => group.kind === kind)
        .map(({ name, limits, [what]: observed }) => ({
          subject: name,
          observed,
          whole: limits[what],
          unit: baseCurrency,
          detail: ({ threshold }) =>
            `The ${what} exposure in ${kindWords[kind]} ${name}, every working order filled, is ${sum(observed, baseCurrency)}, beyond ${sum(threshold, baseCurrency)}; the desk allows ${sum(limits[what], baseCurrency)}.`,
        })),
  };
}

function concentration(id: MonitorId, kind: WatchedGroup['kind']): Monitor {
  return {
    id,
    onFacts: ['execution.received', 'position.adopted'],
    crossed: 'beyond',
    actsOn: 'desk',
    read: ({ groups, netLiquidation }) =>
      netLiquidation === null || netLiquidation <= 0
        ? []
        : groups
            .filter((group) => group.kind === kind)
            .map(({ name, gross, limits }) => {
              const share = (gross / netLiquidation) * 100;
              return {
                subject: name,
                observed: share,
                whole: limits.concentration,
                unit: 'percent',
                detail: ({ threshold }) =>
                  `With every working order filled ${kindWords[kind]} ${name} is ${share.toFixed(1)} % of the account's net liquidation value, beyond ${threshold.toFixed(1)} %; the desk allows ${limits.concentration} %.`,
              };
            }),
  };
}
