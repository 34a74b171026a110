import { useEffect, useMemo, useRef, useState } from 'react';

import { exchangeZone, formatSigned, formatTime, unknown } from '../../format.ts';
import { pnl, useRisk, useStatus } from '../../stores/desk-topics.ts';
import { useLimits } from '../../stores/limits-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useThemePainted } from '../../use-theme-shown.ts';
import { drawPnlChart, type PnlChart, type PnlLine } from './pnl-chart.ts';
import { pnlMinutes, type PnlMinute } from './pnl-line.ts';

function clockTime({ time }: PnlMinute): string {
  return formatTime(time * 1_000, exchangeZone).slice(0, 5);
}

/** The chart in words, for who does not see it. */
function inWords(
  minutes: readonly PnlMinute[],
  lines: readonly PnlLine[],
  currency: string,
): string {
  const known = minutes.flatMap(({ dayPnl }) => (dayPnl === null ? [] : [dayPnl]));
  const [first] = minutes;
  const last = minutes.at(-1);
  const now = known.at(-1);
  if (first === undefined || last === undefined || now === undefined) return 'P&L of the day';
  const figure = (value: number): string => `${formatSigned(value, 0)} ${currency}`;
  return [
    `P&L of the day from ${clockTime(first)} to ${clockTime(last)} ET: now ${figure(now)}`,
    `lowest ${figure(Math.min(...known))}`,
    `highest ${figure(Math.max(...known))}`,
    ...lines.map(({ at, title }) => `${title} ${figure(at)}`),
  ].join(', ');
}

/** Where the day is over, and before it where the desk warns: a share of that in percent, null where it does not. */
function lossLines(limit: number, warnsAtPercent: number | null): PnlLine[] {
  const lossLine: PnlLine = { at: -limit, title: 'loss line', colour: 'critical' };
  if (warnsAtPercent === null) return [lossLine];
  const at = (-limit * warnsAtPercent) / 100;
  return [{ at, title: 'warning', colour: 'warning' }, lossLine];
}

/** The day's P&L minute by minute, against the line at which the day is over. */
export function DayPnlChart() {
  const rows = useTopic(pnl, (state) => state.rows);
  const loaded = useTopic(pnl, (state) => state.loaded);
  const currency = useRisk((figures) => figures.baseCurrency) ?? '';
  const dayPnl = useRisk((figures) => figures.dayPnl);
  const limit = useStatus((status) => status.dailyLossLimit);
  const theme = useThemePainted();
  const element = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<PnlChart | null>(null);
  const minutes = useMemo(() => pnlMinutes(rows.values()), [rows]);
  const warnsAtPercent = useLimits((state) => state.limits?.monitors['daily-loss'].soft ?? null);
  const lines = useMemo(
    (): PnlLine[] => (limit === null ? [] : lossLines(limit, warnsAtPercent)),
    [limit, warnsAtPercent],
  );

  useEffect(() => {
    if (element.current === null) return;
    const drawn = drawPnlChart(element.current);
    setChart(drawn);
    return () => {
      setChart(null);
      drawn.destroy();
    };
  }, []);
  useEffect(() => {
    if (theme !== null) chart?.paint();
  }, [chart, theme]);
  useEffect(() => {
    chart?.setLines(lines);
  }, [chart, lines]);
  useEffect(() => {
    chart?.setMinutes(minutes);
  }, [chart, minutes]);

  const [first] = minutes;
  return (
    <section className="pane day-pnl-pane" aria-label="P&L of the day">
      <div className="pane-head">
        <h2>P&L of the day</h2>
        <span className="muted">{currency}</span>
        {first !== undefined && (
          <span className="muted" title="Drawn from when the desk first knew it on this day.">
            since {clockTime(first)} ET
          </span>
        )}
        {first !== undefined && dayPnl === null && (
          <span className="severity-warning">
            ▲ Not known now: a position has no price, or the day has not opened.
          </span>
        )}
      </div>
      <div className="chart-panel">
        <div
          ref={element}
          className="chart"
          role="img"
          aria-label={inWords(minutes, lines, currency)}
        />
        {!loaded && <Skeleton lines={4} label="P&L of the day is loading" />}
        {loaded && first === undefined && (
          <div className="panel-note">
            The day&apos;s P&L is {unknown} until the link is ready and every position has a price.
          </div>
        )}
      </div>
    </section>
  );
}
