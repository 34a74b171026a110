import { Progress } from '@mantine/core';

import { directionOf, formatChange, formatNumber, unknown } from '../format.ts';
import { useStatus } from '../stores/desk-topics.ts';
import { lossShare } from './day-pnl.ts';

const warningShare = 0.7;

/** The day's P&L, and how near the loss line it is. */
export function DayPnl() {
  const dayPnl = useStatus((status) => status.dayPnl);
  const limit = useStatus((status) => status.dailyLossLimit);
  const currency = useStatus((status) => status.baseCurrency);
  if (limit === null) return null;
  const share = lossShare(dayPnl, limit);
  const text = formatChange(dayPnl, 2);
  const used = share === null ? 0 : Math.round(share * 100);
  return (
    <div className="day-pnl">
      <span className="muted">Day</span>
      <span
        className={`strong ${directionOf(dayPnl, 2)}`}
        title={text === unknown ? 'A position has no price yet, so the day cannot be valued.' : ''}
      >
        {text}
      </span>
      <span className="muted">{currency}</span>
      <Progress
        className="loss-bar"
        value={used}
        color={share !== null && share >= warningShare ? 'var(--critical)' : 'var(--warning)'}
        aria-label={`${used} % of the day's loss line used`}
      />
      <span className="faint loss-line">loss line {formatNumber(-limit, 0)}</span>
    </div>
  );
}
