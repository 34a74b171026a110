import type { Chart } from './chart.ts';
import type { Tone } from './document.ts';

/** What a line or an area of a chart is painted as; each renderer knows its own colour for it. */
export type Paint = Tone | 'ink' | 'faint' | 'line-1' | 'line-2' | 'line-3' | 'line-4';

/** How a renderer writes the paint of a shape: as attributes, such as `fill="#123"`. */
export interface Painter {
  fill(paint: Paint): string;
  stroke(paint: Paint): string;
  /** Attributes of every text. */
  text: string;
}

/** Width of every chart, in units of its own. */
export const chartWidth = 720;

const labelWidth = 250;
const textWidth = 110;
const rowHeight = 20;
const fontSize = 11;
const linePaints = ['line-1', 'line-2', 'line-3', 'line-4'] as const;

/** Draws a chart as SVG, with its size. Letters are 11 units high. */
export function chartSvg(chart: Chart, painter: Painter): string {
  const { height, shapes } = drawn(chart, painter);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${chartWidth} ${height}" width="${chartWidth}" height="${height}">${shapes.join('')}</svg>`;
}

interface Drawn {
  height: number;
  shapes: string[];
}

function drawn(chart: Chart, painter: Painter): Drawn {
  switch (chart.kind) {
    case 'bars':
      return drawBars(chart, painter);
    case 'course':
      return drawCourse(chart, painter);
    case 'columns':
      return drawColumns(chart, painter);
    case 'lines':
      return drawLines(chart, painter);
  }
}

type Of<K extends Chart['kind']> = Extract<Chart, { kind: K }>;

function drawBars({ bars, line, least = 0 }: Of<'bars'>, painter: Painter): Drawn {
  const width = chartWidth - labelWidth - textWidth;
  const most = Math.max(least, line?.value ?? 0, ...bars.map(({ value }) => value)) || 1;
  const x = (value: number): number => labelWidth + (Math.max(0, value) / most) * width;
  const top = line === undefined ? 4 : 20;
  const height = top + bars.length * rowHeight + 4;
  const shapes = bars.flatMap(({ label, value, text, tone }, at) => {
    const y = top + at * rowHeight;
    return [
      words(labelWidth - 8, y + 14, shortened(label, 46), 'ink', painter, 'end'),
      box(labelWidth, y + 4, width, rowHeight - 8, 'faint', painter),
      box(labelWidth, y + 4, Math.max(1, x(value) - labelWidth), rowHeight - 8, tone, painter),
      words(chartWidth - textWidth + 8, y + 14, text, 'ink', painter),
    ];
  });
  if (line !== undefined) {
    shapes.push(
      stroke(x(line.value), top - 4, x(line.value), height - 2, 'ink', painter),
      words(x(line.value), 12, line.text, 'ink', painter, 'middle'),
    );
  }
  return { height, shapes };
}

function drawCourse({ seconds, lanes }: Of<'course'>, painter: Painter): Drawn {
  const width = chartWidth - labelWidth - 30;
  const span = seconds || 1;
  const x = (at: number): number => labelWidth + (Math.min(Math.max(at, 0), span) / span) * width;
  const bottom = 6 + lanes.length * rowHeight;
  const shapes = ticks(span).flatMap((at) => [
    stroke(x(at), 4, x(at), bottom, 'faint', painter),
    words(x(at), bottom + 14, secondsText(at), 'ink', painter, 'middle'),
  ]);
  for (const [nth, { label, spans, marks }] of lanes.entries()) {
    const y = 6 + nth * rowHeight;
    shapes.push(words(labelWidth - 8, y + 13, shortened(label, 46), 'ink', painter, 'end'));
    for (const { from, to, tone } of spans) {
      shapes.push(box(x(from), y + 4, Math.max(1.5, x(to) - x(from)), 11, tone, painter));
    }
    for (const { at, tone } of marks) {
      shapes.push(`<circle cx="${round(x(at))}" cy="${y + 9}" r="4" ${painter.fill(tone)}/>`);
    }
  }
  return { height: bottom + 22, shapes };
}

function drawColumns({ columns, unit, axis }: Of<'columns'>, painter: Painter): Drawn {
  const left = 60;
  const height = 190;
  const bottom = height - 38;
  const most = Math.max(...columns.map(({ value }) => value)) || 1;
  const each = (chartWidth - left - 10) / Math.max(1, columns.length);
  const every = Math.ceil(columns.length / 12);
  return {
    height,
    shapes: [
      ...ticks(most, 4).flatMap((value) => {
        const y = bottom - (value / most) * (bottom - 16);
        return [
          stroke(left, y, chartWidth - 10, y, 'faint', painter),
          words(left - 6, y + 4, numberText(value), 'ink', painter, 'end'),
        ];
      }),
      ...columns.flatMap(({ label, value }, at) => {
        const x = left + at * each;
        const tall = (value / most) * (bottom - 16);
        return [
          box(x + each * 0.1, bottom - tall, each * 0.8, tall, 'line-1', painter),
          at % every === 0 ? words(x + each / 2, bottom + 14, label, 'ink', painter, 'middle') : '',
        ];
      }),
      words(left, 10, unit, 'ink', painter),
      words(chartWidth - 10, height - 4, axis, 'ink', painter, 'end'),
    ],
  };
}

function drawLines({ axis, unit, lines }: Of<'lines'>, painter: Painter): Drawn {
  const left = 60;
  const height = 210;
  const bottom = height - 54;
  const points = lines.flatMap((line) => line.points);
  const most = Math.max(...points.map(({ y }) => y)) || 1;
  const from = points.reduce((least, point) => Math.min(least, point.x), 0);
  const to = points.reduce((greatest, point) => Math.max(greatest, point.x), from);
  const x = (value: number): number =>
    left + ((value - from) / (to - from || 1)) * (chartWidth - left - 20);
  const y = (value: number): number => bottom - (Math.max(0, value) / most) * (bottom - 18);
  return {
    height,
    shapes: [
      ...ticks(most, 4).flatMap((value) => [
        stroke(left, y(value), chartWidth - 20, y(value), 'faint', painter),
        words(left - 6, y(value) + 4, numberText(value), 'ink', painter, 'end'),
      ]),
      ...ticks(to - from, 6).map((value) =>
        words(x(from + value), bottom + 14, numberText(from + value), 'ink', painter, 'middle'),
      ),
      ...lines.flatMap(({ label, points: ofLine }, nth) => {
        const paint = linePaints[nth % linePaints.length] ?? 'line-1';
        const path = ofLine.map((point) => `${round(x(point.x))},${round(y(point.y))}`).join(' ');
        const [only] = ofLine;
        return [
          ofLine.length === 1 && only !== undefined
            ? `<circle cx="${round(x(only.x))}" cy="${round(y(only.y))}" r="3" ${painter.fill(paint)}/>`
            : `<polyline points="${path}" fill="none" stroke-width="1.5" ${painter.stroke(paint)}/>`,
          box(left + nth * 160, height - 14, 10, 10, paint, painter),
          words(left + nth * 160 + 15, height - 5, shortened(label, 24), 'ink', painter),
        ];
      }),
      words(left, 10, unit, 'ink', painter),
      words(chartWidth - 20, bottom + 28, axis, 'ink', painter, 'end'),
    ],
  };
}

/** Round values from zero to a span, about as many as asked for. */
export function ticks(span: number, about = 6): number[] {
  if (!(span > 0)) return [0];
  const rough = span / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const found: number[] = [];
  for (let nth = 0; nth * step <= span * 1.0001; nth += 1) found.push(nth * step);
  return found;
}

function box(
  x: number,
  y: number,
  width: number,
  height: number,
  paint: Paint,
  painter: Painter,
): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" ${painter.fill(paint)}/>`;
}

function stroke(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  paint: Paint,
  painter: Painter,
): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke-width="1" ${painter.stroke(paint)}/>`;
}

function words(
  x: number,
  y: number,
  text: string,
  paint: Paint,
  painter: Painter,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  return `<text x="${round(x)}" y="${round(y)}" font-size="${fontSize}" text-anchor="${anchor}" ${painter.text} ${painter.fill(paint)}>${escaped(text)}</text>`;
}

function secondsText(seconds: number): string {
  return seconds >= 600 ? `${numberText(seconds / 60)} min` : `${numberText(seconds)} s`;
}

function numberText(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 3 });
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Text as markup shows it. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
