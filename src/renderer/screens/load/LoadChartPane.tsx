import { useEffect, useRef, useState } from 'react';

import type { LoadSample } from '#shared/domain/load.ts';

import { formatNumber } from '../../format.ts';
import { useThemePainted } from '../../use-theme-shown.ts';
import { drawLoadChart, type LoadChart } from './draw-load-chart.ts';
import { chartInWords, columnsOf, type LoadChartKind } from './load-charts.ts';
import type { ShownMark } from './load-marks.ts';

/** One chart of a run, with what its lines stand at beside its title. */
export function LoadChartPane({
  kind,
  samples,
  marks,
}: {
  kind: LoadChartKind;
  samples: readonly LoadSample[];
  marks: readonly ShownMark[];
}) {
  const theme = useThemePainted();
  const element = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<LoadChart | null>(null);
  useEffect(() => {
    if (element.current === null || theme === null) return;
    // Its colours are read as it is drawn.
    const drawn = drawLoadChart(element.current, kind);
    setChart(drawn);
    return () => {
      setChart(null);
      drawn.destroy();
    };
  }, [kind, theme]);
  useEffect(() => {
    chart?.setColumns(columnsOf(kind, samples));
  }, [chart, kind, samples]);
  useEffect(() => {
    chart?.setMarks(marks);
  }, [chart, marks]);

  const last = samples.at(-1);
  return (
    <section className="pane load-chart-pane" aria-label={kind.title}>
      <div className="pane-head">
        <h2>{kind.title}</h2>
        <span className="muted">{kind.unit}</span>
        <span className="pane-space" />
        {kind.lines.map(({ title, colour, dashed, of }) => (
          <span key={title} className="load-legend" data-colour={colour} data-dashed={dashed}>
            {title} <strong>{last === undefined ? '' : formatNumber(of(last), kind.digits)}</strong>
          </span>
        ))}
      </div>
      <div
        ref={element}
        className="load-chart"
        role="img"
        aria-label={chartInWords(kind, samples)}
      />
    </section>
  );
}
