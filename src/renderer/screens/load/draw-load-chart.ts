import uPlot from 'uplot';

import { formatNumber } from '../../format.ts';
import { canvasFontSize, readColour } from '../../theme.ts';
import type { LoadChartKind } from './load-charts.ts';
import type { ShownMark } from './load-marks.ts';

/** A chart of a run on a canvas, in the colours of the theme shown as it was drawn. */
export interface LoadChart {
  setColumns(columns: [number[], ...(number | null)[][]]): void;
  /** Where stages and faults began. */
  setMarks(marks: readonly ShownMark[]): void;
  destroy(): void;
}

const lineWidth = 1.5;
const dash = [4, 4];
const hatchStep = 8;
const flagPadding = 3;
/** One crosshair over all charts. */
const cursorKey = 'load';
/** Operations and megabytes are not halved. */
const wholeSteps = [1, 10, 100, 1_000, 10_000].flatMap((power) => [power, 2 * power, 5 * power]);
const axisSize = 24;
const valueAxisSize = 52;

/** Draws a chart into an element; it follows the element's size. */
export function drawLoadChart(element: HTMLElement, kind: LoadChartKind): LoadChart {
  let marks: readonly ShownMark[] = [];
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

/**
 * A stage is a thin line with its number; a fault a dashed line with its letter in a flag, and hatched as long as it went on,
 * so that neither is told by its colour alone.
 */
function drawMarks(chart: uPlot, marks: readonly ShownMark[]): void {
  const { ctx, bbox } = chart;
  const ratio = uPlot.pxRatio;
  const right = bbox.left + bbox.width;
  const place = (ms: number): number =>
    Math.min(right, Math.round(chart.valToPos(ms / 1000, 'x', true)));
  ctx.save();
  ctx.font = `${canvasFontSize * ratio}px ${readColour('font')}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.lineWidth = ratio;
  for (const mark of marks) {
    const x = place(mark.atMs);
    if (x < bbox.left || chart.valToPos(mark.atMs / 1000, 'x', true) > right) continue;
    const isFault = mark.kind === 'fault';
    if (isFault) hatch(ctx, x, mark.toMs === null ? right : place(mark.toMs), bbox, ratio);
    ctx.strokeStyle = readColour(isFault ? 'warning' : 'line-strong');
    ctx.setLineDash(isFault ? dash.map((each) => each * ratio) : []);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.setLineDash([]);
    flag(ctx, mark, x, bbox.top, ratio);
  }
  ctx.restore();
}

function hatch(
  ctx: CanvasRenderingContext2D,
  from: number,
  to: number,
  { top, height }: uPlot.BBox,
  ratio: number,
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(from, top, to - from, height);
  ctx.clip();
  ctx.strokeStyle = readColour('line-strong');
  ctx.beginPath();
  for (let x = from - height; x < to; x += hatchStep * ratio) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
  ctx.restore();
}

function flag(
  ctx: CanvasRenderingContext2D,
  { kind, label }: ShownMark,
  x: number,
  top: number,
  ratio: number,
): void {
  const width = ctx.measureText(label).width + 2 * flagPadding * ratio;
  const height = (canvasFontSize + flagPadding) * ratio;
  ctx.fillStyle = readColour(kind === 'fault' ? 'warning' : 'panel');
  ctx.fillRect(x, top, width, height);
  if (kind === 'stage') ctx.strokeRect(x, top, width, height);
  ctx.fillStyle = readColour(kind === 'fault' ? 'panel' : 'text');
  ctx.fillText(label, x + flagPadding * ratio, top + height / 2);
}
