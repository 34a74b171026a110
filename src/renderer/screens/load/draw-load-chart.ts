import uPlot from 'uplot';

import type { LoadMark } from '#shared/domain/load.ts';

import { formatNumber } from '../../format.ts';
import { canvasFontSize, readColour } from '../../theme.ts';
import type { LoadChartKind } from './load-charts.ts';

/** A chart of a run on a canvas, in the colours of the theme shown as it was drawn. */
export interface LoadChart {
  setColumns(columns: [number[], ...(number | null)[][]]): void;
  /** Where stages and faults began. */
  setMarks(marks: readonly LoadMark[]): void;
  destroy(): void;
}

const lineWidth = 1.5;
const dash = [4, 4];
/** One crosshair over all charts. */
const cursorKey = 'load';
/** Operations and megabytes are not halved. */
const wholeSteps = [1, 10, 100, 1_000, 10_000].flatMap((power) => [power, 2 * power, 5 * power]);
const axisSize = 24;
const valueAxisSize = 52;

/** Draws a chart into an element; it follows the element's size. */
export function drawLoadChart(element: HTMLElement, kind: LoadChartKind): LoadChart {
  let marks: readonly LoadMark[] = [];
  const font = `${canvasFontSize}px ${readColour('font')}`;
  const axis = {
    stroke: readColour('muted'),
    font,
    ticks: { show: false },
  };
  const chart = new uPlot(
    {
      width: Math.max(1, element.clientWidth),
      height: Math.max(1, element.clientHeight),
      legend: { show: false },
      cursor: { y: false, sync: { key: cursorKey }, drag: { x: false, y: false } },
      scales: {
        x: { time: false },
        y: { range: (_chart, _least, most) => [0, Math.max(1, (most ?? 0) * 1.1)] },
      },
      axes: [
        {
          ...axis,
          size: axisSize,
          grid: { show: false },
          values: (_chart, splits) =>
            splits.map(
              (seconds) => `${formatNumber(seconds, Number.isInteger(seconds) ? 0 : 1)} s`,
            ),
        },
        {
          ...axis,
          size: valueAxisSize,
          grid: { stroke: readColour('line'), width: 1 },
          ...(kind.digits === 0 ? { incrs: wholeSteps } : {}),
          values: (_chart, splits) =>
            splits.map((value) => formatNumber(value, Number.isInteger(value) ? 0 : 1)),
        },
      ],
      series: [
        {},
        ...kind.lines.map(({ title, colour, dashed }) => ({
          label: title,
          stroke: readColour(colour),
          width: lineWidth,
          points: { show: false },
          ...(dashed === undefined ? {} : { dash }),
        })),
      ],
      hooks: { draw: [(drawn) => drawMarks(drawn, marks)] },
    },
    [[], ...kind.lines.map(() => [])],
    element,
  );
  const resizing = new ResizeObserver(() => {
    chart.setSize({
      width: Math.max(1, element.clientWidth),
      height: Math.max(1, element.clientHeight),
    });
  });
  resizing.observe(element);
  return {
    setColumns: (columns) => {
      chart.setData(columns);
    },
    setMarks: (next) => {
      marks = next;
      chart.redraw(false);
    },
    destroy: () => {
      resizing.disconnect();
      chart.destroy();
    },
  };
}

function drawMarks(chart: uPlot, marks: readonly LoadMark[]): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = readColour('line-strong');
  ctx.lineWidth = 1;
  for (const { atMs } of marks) {
    const x = Math.round(chart.valToPos(atMs / 1000, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
