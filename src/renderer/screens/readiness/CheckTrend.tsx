import type { CheckHistoryEntry } from '#shared/domain/readiness-history.ts';

import { measuredText, tellingFigure } from './readiness-words.ts';

const width = 380;
const height = 60;
const edge = 6;

/** The most telling figure of a check over its runs, with its threshold; nothing where there are not two to compare. */
export function CheckTrend({ entries }: { entries: readonly CheckHistoryEntry[] }) {
  const latest = entries.at(-1);
  const figure = latest === undefined ? null : tellingFigure(latest.run.figures);
  if (figure === null) return null;
  const values = entries.flatMap(({ run }) => {
    const same = run.figures.find(({ figureId }) => figureId === figure.figureId);
    return same?.value == null ? [] : [same.value];
  });
  if (values.length < 2) return null;
  const limit = figure.threshold?.value ?? null;
  const most = Math.max(...values, limit ?? 0) || 1;
  const x = (at: number): number => edge + (at / (values.length - 1)) * (width - 2 * edge);
  const y = (value: number): number => height - edge - (value / most) * (height - 2 * edge);
  const words = values.map((value) => measuredText({ ...figure, value })).join(', ');
  return (
    <svg
      className="check-trend"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${figure.title} over ${values.length} runs: ${words}`}
    >
      {limit !== null && (
        <line className="trend-limit" x1={edge} x2={width - edge} y1={y(limit)} y2={y(limit)} />
      )}
      <polyline
        className="trend-line"
        points={values.map((value, at) => `${x(at)},${y(value)}`).join(' ')}
      />
      {values.map((value, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- runs have no other place
        <circle key={at} className="trend-dot" cx={x(at)} cy={y(value)} r={3} />
      ))}
    </svg>
  );
}
