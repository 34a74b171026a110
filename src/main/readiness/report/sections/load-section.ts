import type { DurationCounts, DurationFigures } from '#shared/domain/load.ts';

import { cell, heading, note, paragraph, type Block, type Cell } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import type { MeasuredLoad } from '../load-evidence.ts';
import { checkAnchor, counted } from '../plain-words.ts';

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
        { title: 'Run', share: 0.24 },
        { title: 'Offered', align: 'right', share: 0.11 },
        { title: 'Done', align: 'right', share: 0.11 },
        { title: 'Failed', align: 'right', share: 0.09 },
        { title: 'p50', align: 'right', share: 0.09 },
        { title: 'p99', align: 'right', share: 0.09 },
        { title: 'Longest', align: 'right', share: 0.09 },
        { title: 'Memory', align: 'right', share: 0.09 },
        { title: 'CPU', align: 'right', share: 0.09 },
      ],
      rows: loads.map(({ name, checkId, summary }) => [
        cell(name, { to: checkAnchor(checkId) }),
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
    ...loads.flatMap((load, nth) => runBlocks(load, nth)),
  ];
}

function runBlocks(load: MeasuredLoad, nth: number): Block[] {
  const { name, checkTitle, summary } = load;
  return [
    heading(3, `load-${nth}`, `${name}: ${checkTitle}`),
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
          durations(`${kind}s, latency`, latency),
          durations(`${kind}s, service time`, service),
        ]),
        durations('Wait for a turn', summary.loopDelay),
        ...(summary.journalLag === null ? [] : [durations('Journal lag', summary.journalLag)]),
        ...(summary.sync === null ? [] : [durations('Transaction with its sync', summary.sync)]),
      ],
    },
    ...errors(load),
    ...overTime(load),
    ...histogram(load),
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

function overTime({ samples }: MeasuredLoad): Block[] {
  if (samples.length < 2) return [];
  const line = (label: string, column: string) => ({
    label,
    points: samples.flatMap((sample) => {
      const [x, y] = [sample['atMs'], sample[column]];
      return x == null || y == null ? [] : [{ x: x / 1000, y }];
    }),
  });
  const chart = (title: string, unit: string, lines: ReturnType<typeof line>[]): Block[] => {
    const drawn = lines.filter(({ points }) => points.length > 1);
    if (drawn.length === 0) return [];
    return [{ kind: 'chart', title, chart: { kind: 'lines', axis: 's', unit, lines: drawn } }];
  };
  return [
    ...chart('Offered and done', 'operations a second', [
      line('offered', 'offeredPerSecond'),
      line('done', 'achievedPerSecond'),
    ]),
    ...chart('Latency, 99th percentile of each half second', 'ms', [
      line('orders', 'orderP99Ms'),
      line('quotes', 'quoteP99Ms'),
    ]),
  ];
}

/** Counts by powers of two, of orders where there are any. */
function histogram({ histograms }: MeasuredLoad): Block[] {
  const measured = ['order.latency', 'quote.latency'].find((name) => histograms.has(name));
  if (measured === undefined) return [];
  const columns = byPowersOfTwo(histograms.get(measured) ?? []);
  if (columns.length < 2) return [];
  const of = measured === 'order.latency' ? 'order' : 'quote';
  return [
    {
      kind: 'chart',
      title: `How often each latency of an ${of} was measured`.replace('an quote', 'a quote'),
      chart: { kind: 'columns', columns, unit: `${of}s`, axis: 'up to, ms' },
    },
  ];
}

/** Buckets of a microsecond scale, made as coarse as a page shows: each up to twice the one before. */
export function byPowersOfTwo(counts: DurationCounts): { label: string; value: number }[] {
  const found = new Map<number, number>();
  for (const [microseconds, count] of counts) {
    const power = Math.max(0, Math.ceil(Math.log2(microseconds + 1)));
    found.set(power, (found.get(power) ?? 0) + count);
  }
  const powers = [...found.keys()];
  const least = Math.min(...powers);
  const most = Math.max(...powers);
  return powers.length === 0
    ? []
    : Array.from({ length: most - least + 1 }, (_, at) => ({
        label: number(2 ** (least + at) / 1000),
        value: found.get(least + at) ?? 0,
      }));
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
      rows: summary.stages.map((stage) => [
        cell(stage.title),
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
  return Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 3 });
}
