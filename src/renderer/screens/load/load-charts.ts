import type { LoadSample } from '#shared/domain/load.ts';

/** One line of a chart. */
export interface ChartLine {
  title: string;
  /** A colour of the theme, by name. */
  colour: 'accent' | 'sell' | 'critical' | 'muted' | 'warning';
  dashed?: true;
  of: (sample: LoadSample) => number | null;
}

export interface LoadChartKind {
  chartId: string;
  title: string;
  unit: string;
  digits: number;
  lines: readonly ChartLine[];
}

/** What is drawn of a run, half second by half second. */
export const loadCharts: readonly LoadChartKind[] = [
  {
    chartId: 'throughput',
    title: 'Throughput',
    unit: 'ops/s',
    digits: 0,
    lines: [
      { title: 'done', colour: 'accent', of: ({ achievedPerSecond }) => achievedPerSecond },
      {
        title: 'offered',
        colour: 'muted',
        dashed: true,
        of: ({ offeredPerSecond }) => offeredPerSecond,
      },
    ],
  },
  {
    chartId: 'orders',
    title: 'Orders',
    unit: 'ms from due',
    digits: 1,
    lines: [
      { title: 'p99', colour: 'sell', of: ({ orderP99Ms }) => orderP99Ms },
      { title: 'p50', colour: 'accent', of: ({ orderP50Ms }) => orderP50Ms },
    ],
  },
  {
    chartId: 'quotes',
    title: 'Quotes',
    unit: 'ms from due',
    digits: 1,
    lines: [
      { title: 'p99', colour: 'sell', of: ({ quoteP99Ms }) => quoteP99Ms },
      { title: 'p50', colour: 'accent', of: ({ quoteP50Ms }) => quoteP50Ms },
    ],
  },
  {
    chartId: 'errors',
    title: 'Queue',
    unit: 'ops',
    digits: 0,
    lines: [
      { title: 'failed', colour: 'critical', of: ({ errors }) => errors },
      { title: 'under way', colour: 'muted', of: ({ underWay }) => underWay },
    ],
  },
  {
    chartId: 'memory',
    title: 'Memory',
    unit: 'MB',
    digits: 0,
    lines: [
      { title: 'process', colour: 'accent', of: ({ residentMb }) => residentMb },
      { title: 'heap', colour: 'sell', of: ({ heapMb }) => heapMb },
    ],
  },
  {
    chartId: 'turns',
    title: 'Waits',
    unit: 'ms',
    digits: 1,
    lines: [
      { title: 'for a turn', colour: 'accent', of: ({ loopDelayMs }) => loopDelayMs },
      { title: 'for the sync', colour: 'sell', of: ({ syncMs }) => syncMs },
    ],
  },
];

/** Columns as the chart draws them: seconds, and each line's values; a null is a gap. */
export function columnsOf(
  { lines }: LoadChartKind,
  samples: readonly LoadSample[],
): [number[], ...(number | null)[][]] {
  return [
    samples.map(({ atMs }) => atMs / 1000),
    ...lines.map(({ of }) => samples.map((sample) => of(sample))),
  ];
}

/** The chart in words, for who does not see it: the latest and the highest of each line. */
export function chartInWords(
  { title, unit, digits, lines }: LoadChartKind,
  samples: readonly LoadSample[],
): string {
  const last = samples.at(-1);
  if (last === undefined) return `${title}: nothing measured yet`;
  const said = lines.map((line) => {
    const known = samples.map((sample) => line.of(sample)).filter((value) => value !== null);
    if (known.length === 0) return `${line.title} not measured`;
    const now = line.of(last);
    return `${line.title} ${now === null ? 'not measured now' : now.toFixed(digits)}, highest ${Math.max(...known).toFixed(digits)}`;
  });
  return `${title} in ${unit} over ${(last.atMs / 1000).toFixed(1)} s: ${said.join('; ')}`;
}
