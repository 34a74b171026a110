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

/** Width of a chart, in units of its own: of one that has the page to itself, and of one of two beside each other. */
export const chartWidths = { whole: 720, half: 350 } as const;

const rowHeight = 18;
const fontSize = 11;
/** A label takes no more of the width, and is shortened. */
const widestLabel = 0.46;
const linePaints = ['line-1', 'line-2', 'line-3', 'line-4'] as const;

/** Draws a chart as SVG, so many units wide. Letters are 11 units high. */
export function chartSvg(
  chart: Chart,
  painter: Painter,
  width: number = chartWidths.whole,
): { svg: string; height: number } {
  const { height, shapes } = drawn(chart, painter, width);
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${shapes.join('')}</svg>`,
    height,
  };
}

interface Drawn {
  height: number;
  shapes: string[];
}

function drawn(chart: Chart, painter: Painter, width: number): Drawn {
  switch (chart.kind) {
    case 'bars':
      return drawBars(chart, painter, width);
    case 'course':
      return drawCourse(chart, painter, width);
    case 'columns':
      return drawColumns(chart, painter, width);
    case 'lines':
      return drawLines(chart, painter, width);
  }
}

type Of<K extends Chart['kind']> = Extract<Chart, { kind: K }>;

function drawBars({ bars, line, least = 0 }: Of<'bars'>, painter: Painter, whole: number): Drawn {
  const left = labelsWidth(
    bars.map(({ label }) => label),
    whole,
  );
  const right = Math.max(0, ...bars.map(({ text }) => lengthOf(text))) + 10;
  const width = Math.max(60, whole - left - right);
  const most = Math.max(least, line?.value ?? 0, ...bars.map(({ value }) => value)) || 1;
  const x = (value: number): number => left + (Math.max(0, value) / most) * width;
  const top = line === undefined ? 4 : 18;
  const shapes: string[] = [];
  let y = top;
  let group: string | undefined;
  for (const { label, value, text, tone, of } of bars) {
    if (of !== group && of !== undefined) {
      shapes.push(words(0, y + 14, fitted(of, left + width), 'quiet', painter));
      y += rowHeight;
    }
    group = of;
    shapes.push(
      words(left - 8, y + 13, fitted(label, left - 8), 'ink', painter, 'end'),
      box(left, y + 4, width, rowHeight - 8, 'faint', painter),
      box(left, y + 4, Math.max(1, x(value) - left), rowHeight - 8, tone, painter),
      words(left + width + 8, y + 13, text, 'ink', painter),
    );
    y += rowHeight;
  }
  if (line !== undefined) {
    shapes.push(
      stroke(x(line.value), top - 2, x(line.value), y, 'ink', painter),
      words(x(line.value), 11, line.text, 'ink', painter, 'middle'),
    );
  }
  return { height: y + 4, shapes };
}

function drawCourse({ seconds, lanes }: Of<'course'>, painter: Painter, whole: number): Drawn {
  const left = labelsWidth(
    lanes.map(({ label }) => label),
    whole,
  );
  const width = whole - left - 30;
  const span = seconds || 1;
  const x = (at: number): number => left + (Math.min(Math.max(at, 0), span) / span) * width;
  const bottom = 4 + lanes.length * rowHeight;
  const shapes = ticks(span).flatMap((at) => [
    stroke(x(at), 2, x(at), bottom, 'faint', painter),
    words(x(at), bottom + 13, secondsText(at), 'ink', painter, 'middle'),
  ]);
  for (const [nth, { label, spans, marks }] of lanes.entries()) {
    const y = 4 + nth * rowHeight;
    shapes.push(words(left - 8, y + 13, fitted(label, left - 8), 'ink', painter, 'end'));
    for (const { from, to, tone } of spans) {
      shapes.push(box(x(from), y + 4, Math.max(1.5, x(to) - x(from)), 10, tone, painter));
    }
    for (const { at, tone } of marks) {
      shapes.push(`<circle cx="${round(x(at))}" cy="${y + 9}" r="4" ${painter.fill(tone)}/>`);
    }
  }
  return { height: bottom + 20, shapes };
}

/** Where the plot of a chart with two axes lies. */
const plot = { left: 52, top: 20, bottom: 132, right: 12 } as const;

/** Round values up to one that is at least as great as all, and where each is. */
function heights(values: readonly number[]) {
  const found = ticks(Math.max(0, ...values), 4);
  const step = found[1] ?? 1;
  const last = found.at(-1) ?? 0;
  const marks = Math.max(0, ...values) > last ? [...found, last + step] : found;
  const most = marks.at(-1) || 1;
  return {
    marks,
    y: (value: number): number =>
      plot.bottom - (Math.max(0, value) / most) * (plot.bottom - plot.top),
  };
}

function drawColumns({ columns, unit, axis }: Of<'columns'>, painter: Painter, whole: number) {
  const right = whole - plot.right;
  const { marks, y } = heights(columns.map(({ value }) => value));
  const each = (right - plot.left) / Math.max(1, columns.length);
  const widest = Math.max(0, ...columns.map(({ label }) => lengthOf(label))) + 6;
  const every = Math.ceil(widest / each);
  return {
    height: plot.bottom + 34,
    shapes: [
      ...marks.flatMap((value) => [
        stroke(plot.left, y(value), right, y(value), 'faint', painter),
        words(plot.left - 6, y(value) + 4, numberText(value), 'ink', painter, 'end'),
      ]),
      ...columns.flatMap(({ label, value }, at) => {
        const x = plot.left + at * each;
        return [
          box(x + each * 0.1, y(value), each * 0.8, plot.bottom - y(value), 'line-1', painter),
          at % every === 0
            ? words(x + each / 2, plot.bottom + 13, label, 'ink', painter, 'middle')
            : '',
        ];
      }),
      words(plot.left, 11, unit, 'quiet', painter),
      words(right, plot.bottom + 28, axis, 'quiet', painter, 'end'),
    ],
  };
}

function drawLines(
  { axis, unit, lines, marks: shown = [] }: Of<'lines'>,
  painter: Painter,
  whole: number,
): Drawn {
  const right = whole - plot.right;
  const points = lines.flatMap((line) => line.points);
  const { marks, y } = heights(points.map((point) => point.y));
  const from = points.reduce((least, point) => Math.min(least, point.x), 0);
  const to = points.reduce((greatest, point) => Math.max(greatest, point.x), from);
  const x = (value: number): number =>
    plot.left + ((value - from) / (to - from || 1)) * (right - plot.left);
  let legend = plot.left;
  return {
    height: plot.bottom + 34,
    shapes: [
      ...shown.flatMap(({ from: began, to: over, label }) => [
        ...(over === null
          ? []
          : [
              box(
                x(began),
                plot.top,
                Math.max(1, x(over) - x(began)),
                plot.bottom - plot.top,
                'faint',
                painter,
              ),
            ]),
        stroke(x(began), plot.top, x(began), plot.bottom, 'ink', painter),
        words(x(began) + 3, plot.top + 9, label, 'ink', painter),
      ]),
      ...marks.flatMap((value) => [
        stroke(plot.left, y(value), right, y(value), 'faint', painter),
        words(plot.left - 6, y(value) + 4, numberText(value), 'ink', painter, 'end'),
      ]),
      ...ticks(to - from, 6).map((value) =>
        words(
          x(from + value),
          plot.bottom + 13,
          numberText(from + value),
          'ink',
          painter,
          'middle',
        ),
      ),
      ...lines.flatMap(({ label, points: ofLine }, nth) => {
        const paint = linePaints[nth % linePaints.length] ?? 'line-1';
        const path = ofLine.map((point) => `${round(x(point.x))},${round(y(point.y))}`).join(' ');
        const [only] = ofLine;
        const at = legend;
        legend += lengthOf(label) + 32;
        return [
          ofLine.length === 1 && only !== undefined
            ? `<circle cx="${round(x(only.x))}" cy="${round(y(only.y))}" r="3" ${painter.fill(paint)}/>`
            : // Where lines lie on each other the later is thinner, so that both are seen.
              `<polyline points="${path}" fill="none" stroke-width="${nth === 0 ? 3 : 1.4}" ${painter.stroke(paint)}/>`,
          box(at, plot.bottom + 20, 10, nth === 0 ? 4 : 2, paint, painter),
          words(at + 15, plot.bottom + 28, label, 'ink', painter),
        ];
      }),
      words(plot.left, 11, unit, 'quiet', painter),
      words(right, plot.bottom + 28, axis, 'quiet', painter, 'end'),
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

/** About how wide a text is, in units: as in the widest of the faces it may be set in. */
function lengthOf(text: string): number {
  let ems = 0;
  for (const letter of text) {
    if (/[iljtfr.,:;’'| ]/.test(letter)) ems += 0.33;
    else if (/[A-Zmw%@]/.test(letter)) ems += 0.74;
    else ems += 0.58;
  }
  return ems * fontSize;
}

/** As wide as the longest label, up to what is left for the rest. */
function labelsWidth(labels: readonly string[], whole: number): number {
  return Math.min(whole * widestLabel, Math.max(0, ...labels.map(lengthOf)) + 10);
}

/** A text that takes no more than so much, cut where it would. */
function fitted(text: string, width: number): string {
  if (lengthOf(text) <= width) return text;
  let kept = text;
  while (kept !== '' && lengthOf(`${kept}…`) > width) kept = kept.slice(0, -1).trimEnd();
  return `${kept}…`;
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
