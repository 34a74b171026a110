import { directionOf, formatChange, formatNumber, unknown } from '../../format.ts';
import { useRisk, useStatus } from '../../stores/desk-topics.ts';

const notKnownYet = 'The broker has not said, or a position has no price.';

/** The figures a risk officer asks for first. */
export function RiskHeadline() {
  const figures = useRisk((now) => now);
  const lossLimit = useStatus((status) => status.dailyLossLimit);
  if (figures === null) return null;
  const { baseCurrency, dayPnl, dayDrawdown, allTimeDrawdown, netLiquidation, exposure } = figures;
  const used =
    dayPnl === null || lossLimit === null ? null : Math.max(0, -dayPnl / lossLimit) * 100;
  const money = (value: number | null): string => formatNumber(value, 0);
  const shown: readonly (readonly [string, string, string?])[] = [
    ['Day', formatChange(dayPnl, 0), directionOf(dayPnl, 0)],
    ['Loss line used', used === null ? unknown : `${formatNumber(used, 0)} %`],
    ['Below day’s peak', money(dayDrawdown)],
    ['Below highest ever', money(allTimeDrawdown)],
    ['Gross', money(exposure.total.gross)],
    ['Net', money(exposure.total.net)],
    ['Account', money(netLiquidation)],
  ];
  return (
    <dl className="headline-figures risk-headline" aria-label={`Figures in ${baseCurrency}`}>
      {shown.map(([label, value, direction]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={direction} title={value === unknown ? notKnownYet : undefined}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
