import { reached, type BenchResult, type Figure, type Target } from './figures.ts';
import { machineLine, type Machine } from './machine.ts';

/** The results as JSON text: machine, then every figure with its target and whether it is reached. */
export function asJson(machine: Machine, results: readonly BenchResult[]): string {
  const benches = results.map(({ figures, ...bench }) => ({
    ...bench,
    figures: figures.map((figure) => ({ ...figure, reached: reached(figure) })),
  }));
  return JSON.stringify({ machine, benches }, null, 2);
}

/** The results as a table for a terminal. */
export function asTable(machine: Machine, results: readonly BenchResult[]): string {
  const header = ['what', 'figure', 'to hold', 'reached', 'beside'];
  const lines = [machineLine(machine)];
  for (const { title, how, figures } of results) {
    lines.push('', title, how, '', ...aligned([header, ...figures.map(cells)]));
  }
  return lines.join('\n');
}

function cells(figure: Figure): string[] {
  const { what, unit, value, beside, target } = figure;
  const held = reached(figure);
  return [
    what,
    `${shown(value)} ${unit}`,
    target === null ? '' : `${bound(target)} ${unit}`,
    held === null ? '' : held ? 'yes' : 'NO',
    beside.map((each) => `${each.name} ${shown(each.value)} ${unit}`).join(', '),
  ];
}

function bound({ atMost, atLeast }: Target): string {
  return atMost === undefined ? `\u2265 ${shown(atLeast ?? 0)}` : `\u2264 ${shown(atMost)}`;
}

/** Three digits that mean something, whole numbers from a hundred on. */
function shown(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(3)));
}

function aligned(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
