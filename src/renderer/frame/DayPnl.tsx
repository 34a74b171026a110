import type { CSSProperties } from 'react';

import { directionOf, formatChange, formatNumber, unknown } from '../format.ts';
import { useStatus } from '../stores/desk-topics.ts';
import { lossShare } from './day-pnl.ts';

/** The day's P&L, and how far it is from the loss line. */
export function DayPnl() {
  const dayPnl = useStatus((status) => status.dayPnl);
  const limit = useStatus((status) => status.dailyLossLimit);
  const currency = useStatus((status) => status.baseCurrency);
  if (limit === null) return null;
  const share = lossShare(dayPnl, limit);
  const text = formatChange(dayPnl, 2);
  const used = Math.max(0, Math.round((share ?? 0) * 100));
  const fill: CSSProperties & { '--share': number } = { '--share': Math.abs(share ?? 0) };
  return (
    <div className="day-pnl">
      <span className="muted">Day</span>
      <span
        className={`strong ${directionOf(dayPnl, 2)}`}
        title={
          text === unknown ? 'A position has no price yet, so the day cannot be valued.' : undefined
        }
      >
        {text}
      </span>
      <span className="muted">{currency}</span>
      <span
        className="loss-bar"
        role="meter"
        aria-label="Loss of the day against the loss line"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={used}
        aria-valuetext={share === null ? 'not known' : `${used} % of the loss line used`}
        title={`${used} % of the loss line used`}
      >
        <span className={(share ?? 0) > 0 ? 'loss' : 'gain'} style={fill} />
      </span>
      <span className="faint loss-line">loss line {formatNumber(-limit, 0)}</span>
    </div>
  );
}
