import { faultLetter, faultSeconds } from '#shared/domain/load-comparison.ts';
import type { DurationCounts, DurationFigures, LoadSummary } from '#shared/domain/load.ts';

import {
  cell,
  heading,
  note,
  paragraph,
  type Block,
  type Cell,
  type TitledChart,
} from '../document.ts';
import type { Dossier } from '../dossier.ts';
import type { MeasuredLoad } from '../load-evidence.ts';
import { capitalised, checkAnchor, counted } from '../plain-words.ts';
import { runTitle } from '../run-title.ts';

/** What was put on desks under load, how long it took, and what it cost. */
export function loadSection({ loads }: Dossier): Block[] {
  const title = heading(1, 'load', 'Load');
  if (loads.length === 0) {
    return [title, note('No check of this attempt has put load on a desk.')];
  }
  return [
    title,
    paragraph(
      `${counted(loads.length, 'run')} of load in this attempt. Operations were due at fixed times whether or not those before them had ended; latency counts from when an operation was due, service time from when it was begun. A difference between the two is waiting.`,
    ),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Check', share: 0.2 },
        { title: 'Run', share: 0.18 },
        { title: 'Offered', align: 'right', share: 0.08 },
        { title: 'Done', align: 'right', share: 0.08 },
        { title: 'Failed', align: 'right', share: 0.07 },
        { title: 'p50', align: 'right', share: 0.08 },
        { title: 'p99', align: 'right', share: 0.08 },
        { title: 'Longest', align: 'right', share: 0.08 },
        { title: 'Memory', align: 'right', share: 0.08 },
        { title: 'CPU', align: 'right', share: 0.07 },
      ],
      rows: loads.map(({ name, checkId, checkTitle, summary }) => [
        cell(checkTitle, { to: checkAnchor(checkId) }),
        cell(runTitle(name)),
        cell(`${number(summary.offeredPerSecond)} /s`),
        cell(`${number(summary.achievedPerSecond)} /s`),
        cell(`${number(summary.errorPercent)} %`),
        cell(msText(summary.latency.p50Ms)),
        cell(msText(summary.latency.p99Ms)),
        cell(msText(summary.latency.maxMs)),
        cell(`${number(summary.resident.highestMb)} MB`),
        cell(`${number(summary.cpuPercent.mean)} %`),
      ]),
    },
    note(
      'Memory is the most that the whole process held, CPU the mean share of one core: more than 100 % is more than one core. The process holds the desk, what drives it and its simulated gateway.',
    ),
    ...loads.flatMap((load, nth) => runBlocks(load, nth)),
  ];
}

function runBlocks(load: MeasuredLoad, nth: number): Block[] {
  const { name, checkTitle, summary } = load;
  return [
    heading(3, `load-${nth}`, `${checkTitle}: ${runTitle(name).toLowerCase()}`),
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Measured', share: 0.3 },
        { title: 'Count', align: 'right', share: 0.1 },
        { title: 'Mean', align: 'right', share: 0.1 },
        { title: 'p50', align: 'right', share: 0.1 },
        { title: 'p90', align: 'right', share: 0.1 },
        { title: 'p99', align: 'right', share: 0.1 },
        { title: 'p99.9', align: 'right', share: 0.1 },
        { title: 'Longest', align: 'right', share: 0.1 },
      ],
      rows: [
        ...summary.kinds.flatMap(({ kind, latency, service }) => [
          durations(capitalised(`${kind}s, latency`), latency),
          durations(capitalised(`${kind}s, service time`), service),
        ]),
        durations('Wait for a turn', summary.loopDelay),
        ...(summary.journalLag === null ? [] : [durations('Journal lag', summary.journalLag)]),
        ...(summary.sync === null ? [] : [durations('Transaction with its sync', summary.sync)]),
      ],
    },
    ...errors(load),
    ...faults(load),
    { kind: 'charts', items: [...overTime(load), ...histogram(load), ...memory(load)] },
    ...stages(load),
  ];
}

function durations(title: string, figures: DurationFigures): Cell[] {
  return [
    cell(title),
    cell(figures.count.toLocaleString('en-US')),
    ...[
      figures.meanMs,
      figures.p50Ms,
      figures.p90Ms,
      figures.p99Ms,
      figures.p999Ms,
      figures.maxMs,
    ].map((value) => cell(msText(value))),
  ];
}

function errors({ summary }: MeasuredLoad): Block[] {
  const found = summary.kinds.flatMap(({ kind, errors: ofKind }) =>
    ofKind.map(({ what, count }) => cell(`${counted(count, kind)} failed: ${what}`)),
  );
  return found.length === 0 ? [note('No operation failed.')] : [{ kind: 'list', items: found }];
}

function lastedCell(seconds: number | null): Cell {
  return seconds === null ? cell('not seen', { tone: 'warning' }) : cell(`${number(seconds)} s`);
}

/** What went wrong on purpose, and what became of the operations in the midst of it. */
function faults({ summary }: MeasuredLoad): Block[] {
  const { faults: found, outsideFaults } = summary;
  if (found === undefined || outsideFaults === undefined) return [];
  return [
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Fault, as marked in the charts', share: 0.24 },
        { title: 'Began', align: 'right', share: 0.1 },
        { title: 'Over after', align: 'right', share: 0.12 },
        { title: 'In it', align: 'right', share: 0.08 },
        { title: 'Failed, by kind', share: 0.26 },
        { title: 'Done, p50', align: 'right', share: 0.1 },
        { title: 'Longest', align: 'right', share: 0.1 },
      ],
      rows: found.map((fault, nth) => [
        cell(`${faultLetter(nth)} ${fault.title}`),
        cell(`${number(fault.fromMs / 1000)} s`),
        lastedCell(faultSeconds(fault)),
        cell(String(fault.offered)),
        cell(
          fault.errors.map(({ what, count }) => `${count} ${what}`).join('; ') || 'none',
          fault.errors.length === 0 ? {} : { tone: 'warning' },
        ),
        cell(msText(fault.latency.p50Ms)),
        cell(msText(fault.latency.maxMs)),
      ]),
    },
    note(
      `A fault is over when the gateway has ended it and the desk’s link is ready again. Outside of all of them ${outsideFaults.failed.toLocaleString('en-US')} of ${outsideFaults.offered.toLocaleString('en-US')} operations failed.`,
    ),
  ];
}

/** Stages by their number, faults by their letter; one stage alone needs no mark. */
function marksOf({ stages: all, faults: found = [] }: LoadSummary) {
  return [
    ...(all.length < 2
      ? []
      : all.map(({ fromMs }, nth) => ({
          from: fromMs / 1000,
          to: null,
          label: String(nth + 1),
        }))),
    ...found.map(({ fromMs, toMs }, nth) => ({
      from: fromMs / 1000,
      to: toMs === null ? null : toMs / 1000,
      label: faultLetter(nth),
    })),
  ];
}

function overTime(load: MeasuredLoad): TitledChart[] {
  return [
    ...linesOf(load, 'Offered and done', 'operations a second', [
      ['offered', 'offeredPerSecond'],
      ['done', 'achievedPerSecond'],
    ]),
    ...linesOf(load, 'Latency, 99th percentile of each half second', 'ms', [
      ['orders', 'orderP99Ms'],
      ['quotes', 'quoteP99Ms'],
    ]),
  ];
}

function memory(load: MeasuredLoad): TitledChart[] {
  return linesOf(load, 'Memory', 'MB', [
    ['process', 'residentMb'],
    ['heap in use', 'heapMb'],
  ]);
}

/** @param columns of the samples, each with what its line is called; those that were not measured are left out. */
function linesOf(
  { samples, summary }: MeasuredLoad,
  title: string,
  unit: string,
  columns: readonly (readonly [string, string])[],
): TitledChart[] {
  const lines = columns
    .map(([label, column]) => ({
      label,
      points: samples.flatMap((sample) => {
        const [x, y] = [sample['atMs'], sample[column]];
        return x == null || y == null ? [] : [{ x: x / 1000, y }];
      }),
    }))
    .filter(({ points }) => points.length > 1);
  if (lines.length === 0) return [];
  return [
    { title, chart: { kind: 'lines', axis: 'time, s', unit, lines, marks: marksOf(summary) } },
  ];
}

/** Counts by steps of latency, of orders where there are any. */
function histogram({ histograms }: MeasuredLoad): TitledChart[] {
  const measured = ['order.latency', 'quote.latency'].find((name) => histograms.has(name));
  if (measured === undefined) return [];
  const columns = bySteps(histograms.get(measured) ?? []);
  if (columns.length < 2) return [];
  const of = measured === 'order.latency' ? 'order' : 'quote';
  return [
    {
      title: `How often each latency of an ${of} was measured`.replace('an quote', 'a quote'),
      chart: { kind: 'columns', columns, unit: `${of}s`, axis: 'up to so many ms' },
    },
  ];
}

/** Where the columns of a histogram end, within each power of ten. */
const steps = [1, 1.5, 2, 3, 5, 7] as const;

/** Buckets of a microsecond scale, made as coarse as a page shows: up to round milliseconds. */
export function bySteps(counts: DurationCounts): { label: string; value: number }[] {
  const found = new Map<number, number>();
  for (const [microseconds, count] of counts) {
    const nth = stepOf(microseconds / 1000);
    found.set(nth, (found.get(nth) ?? 0) + count);
  }
  if (found.size === 0) return [];
  const least = Math.min(...found.keys());
  const most = Math.max(...found.keys());
  return Array.from({ length: most - least + 1 }, (_, at) => ({
    label: number(endOf(least + at)),
    value: found.get(least + at) ?? 0,
  }));
}

/** The end of the nth column, counted from a microsecond on; milliseconds. */
function endOf(nth: number): number {
  const within = steps[nth % steps.length] ?? 1;
  return within * 10 ** (Math.floor(nth / steps.length) - 3);
}

/** The first column that ends at a duration or beyond it. */
function stepOf(milliseconds: number): number {
  let nth = 0;
  while (endOf(nth) < milliseconds) nth += 1;
  return nth;
}

function stages({ summary }: MeasuredLoad): Block[] {
  if (summary.stages.length < 2) return [];
  return [
    {
      kind: 'table',
      dense: true,
      columns: [
        { title: 'Stage', share: 0.28 },
        { title: 'Offered', align: 'right', share: 0.16 },
        { title: 'Done', align: 'right', share: 0.16 },
        { title: 'Failed', align: 'right', share: 0.12 },
        { title: 'p99', align: 'right', share: 0.14 },
        { title: 'Kept up', share: 0.14 },
      ],
      rows: summary.stages.map((stage, nth) => [
        cell(`${nth + 1} ${stage.title}`),
        cell(`${number(stage.offeredPerSecond)} /s`),
        cell(`${number(stage.achievedPerSecond)} /s`),
        cell(String(stage.errors)),
        cell(msText(stage.latency.p99Ms)),
        stage.keptUp ? cell('yes', { tone: 'good' }) : cell('no', { tone: 'warning' }),
      ]),
    },
    ...(summary.knee === null
      ? []
      : [
          note(
            `Highest rate that was kept up with: ${rate(summary.knee.keptUpPerSecond)}. Lowest that was not: ${rate(summary.knee.saturatedPerSecond)}.`,
          ),
        ]),
  ];
}

function rate(perSecond: number | null): string {
  return perSecond === null ? 'none' : `${number(perSecond)} a second`;
}

function msText(value: number | null): string {
  return value === null ? '—' : `${number(value)} ms`;
}

function number(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 3 });
}
