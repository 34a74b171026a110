import type { Monitor, Reading } from '../monitor.ts';
import type { MonitorView } from '../monitor-view.ts';
import { sum } from '../words.ts';

/** What the desk has lost. Their action is a loss event: two people lift it. */
export const lossMonitors: readonly Monitor[] = [
  {
    id: 'daily-loss',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read({ dayPnl, limits: { dailyLoss }, baseCurrency }) {
      // A NaN is no gain: it goes on as it is and crosses every threshold.
      if (dayPnl === null || dayPnl >= 0) return [];
      return [
        {
          subject: '',
          observed: -dayPnl,
          whole: dailyLoss.value,
          unit: `${baseCurrency} of loss`,
          detail: ({ level, threshold }) =>
            level === 'hard'
              ? `The day's P&L is ${dayPnl.toFixed(2)} ${baseCurrency}; the loss line is ${dailyLoss.value} ${baseCurrency}.`
              : `The day's P&L is ${dayPnl.toFixed(2)} ${baseCurrency}, beyond ${sum(threshold, baseCurrency)} on the way to the loss line at ${dailyLoss.value} ${baseCurrency}.`,
        },
      ];
    },
  },
  {
    id: 'day-drawdown',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read: (view) =>
      drawdown(view, view.dayDrawdown, view.limits.dayDrawdown.value, 'its peak of the day'),
  },
  {
    id: 'all-time-drawdown',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read: (view) =>
      drawdown(
        view,
        view.allTimeDrawdown,
        view.limits.allTimeDrawdown.value,
        'the highest it ever was',
      ),
  },
  {
    id: 'daily-pnl-unknown',
    onFacts: [],
    crossed: 'at',
    actsOn: 'desk',
    read: ({ dayPnlUnknownSince, now }) =>
      dayPnlUnknownSince === null
        ? []
        : [
            {
              subject: '',
              observed: now - dayPnlUnknownSince,
              unit: null,
              detail: () =>
                'A position has no price, so the day\u2019s P&L, the loss line and the drawdown cannot be watched.',
            },
          ],
  },
];

function drawdown(
  { baseCurrency }: MonitorView,
  observed: number | null,
  limit: number,
  peak: string,
): readonly Reading[] {
  if (observed === null) return [];
  return [
    {
      subject: '',
      observed,
      whole: limit,
      unit: `${baseCurrency} below the peak`,
      detail: ({ threshold }) =>
        `The P&L is ${observed.toFixed(2)} ${baseCurrency} below ${peak}, beyond ${sum(threshold, baseCurrency)}; the desk allows ${sum(limit, baseCurrency)}.`,
    },
  ];
}
