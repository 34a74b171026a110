import type { FaultFigures, LoadRow, LoadSummary } from './load.ts';

/** What runs of a scenario are compared by. */
interface ComparedFigure {
  figureId: string;
  title: string;
  unit: string;
  better: 'lower' | 'higher';
  of: (summary: LoadSummary) => number | null;
}

function ofKind(kind: 'order' | 'quote', percentile: 'meanMs' | 'p50Ms' | 'p99Ms' | 'p999Ms') {
  return ({ kinds }: LoadSummary): number | null =>
    kinds.find((each) => each.kind === kind)?.latency[percentile] ?? null;
}

export const comparedFigures: readonly ComparedFigure[] = [
  {
    figureId: 'achieved',
    title: 'Operations done',
    unit: '/s',
    better: 'higher',
    of: ({ achievedPerSecond }) => achievedPerSecond,
  },
  {
    figureId: 'errors',
    title: 'Failed',
    unit: '%',
    better: 'lower',
    of: ({ errorPercent }) => errorPercent,
  },
  {
    figureId: 'errors-calm',
    title: 'Failed outside faults',
    unit: '%',
    better: 'lower',
    of: calmErrorPercent,
  },
  {
    figureId: 'order-mean',
    title: 'Orders, mean',
    unit: 'ms',
    better: 'lower',
    of: ofKind('order', 'meanMs'),
  },
  {
    figureId: 'order-p50',
    title: 'Orders, p50',
    unit: 'ms',
    better: 'lower',
    of: ofKind('order', 'p50Ms'),
  },
  {
    figureId: 'order-p99',
    title: 'Orders, p99',
    unit: 'ms',
    better: 'lower',
    of: ofKind('order', 'p99Ms'),
  },
  {
    figureId: 'order-p999',
    title: 'Orders, p99.9',
    unit: 'ms',
    better: 'lower',
    of: ofKind('order', 'p999Ms'),
  },
  {
    figureId: 'quote-mean',
    title: 'Quotes, mean',
    unit: 'ms',
    better: 'lower',
    of: ofKind('quote', 'meanMs'),
  },
  {
    figureId: 'quote-p99',
    title: 'Quotes, p99',
    unit: 'ms',
    better: 'lower',
    of: ofKind('quote', 'p99Ms'),
  },
  {
    figureId: 'knee',
    title: 'Kept up with',
    unit: '/s',
    better: 'higher',
    of: ({ knee }) => knee?.keptUpPerSecond ?? null,
  },
  {
    figureId: 'loop-p99',
    title: 'Wait for a turn, p99',
    unit: 'ms',
    better: 'lower',
    of: ({ loopDelay }) => loopDelay.p99Ms,
  },
  {
    figureId: 'sync-p99',
    title: 'Sync, p99',
    unit: 'ms',
    better: 'lower',
    of: ({ sync }) => sync?.p99Ms ?? null,
  },
  {
    figureId: 'journal-lag',
    title: 'Journal lag, p99',
    unit: 'ms',
    better: 'lower',
    of: ({ journalLag }) => journalLag?.p99Ms ?? null,
  },
  {
    figureId: 'cpu',
    title: 'Processor',
    unit: '%',
    better: 'lower',
    of: ({ cpuPercent }) => cpuPercent.mean,
  },
  {
    figureId: 'resident',
    title: 'Memory, highest',
    unit: 'MB',
    better: 'lower',
    of: ({ resident }) => resident.highestMb,
  },
];

/** Percent of the operations that were in the midst of no fault; null where none was planned. */
export function calmErrorPercent({ outsideFaults }: LoadSummary): number | null {
  if (outsideFaults === undefined || outsideFaults.offered === 0) return null;
  return (100 * outsideFaults.failed) / outsideFaults.offered;
}

/** How long a fault lasted with the desk's way back, seconds; null where its end was not seen. */
export function faultSeconds({ fromMs, toMs }: FaultFigures): number | null {
  return toMs === null ? null : (toMs - fromMs) / 1000;
}

const firstLetter = 65;

/** By which a fault is told from the others of its run in charts and tables, beside its title. @param nth counts from 0. */
export function faultLetter(nth: number): string {
  return String.fromCodePoint(firstLetter + nth);
}

export function faultFailures({ errors }: FaultFigures): number {
  return errors.reduce((sum, { count }) => sum + count, 0);
}

/** By the faults of the scenario, in their order: a run that was stopped has had fewer of them. */
function comparedFaults({ faults = [] }: LoadRow['scenario']): ComparedFigure[] {
  const ordered = faults.toSorted((a, b) => a.atSeconds - b.atSeconds);
  return ordered.flatMap(({ title }, nth): ComparedFigure[] => [
    {
      figureId: `fault-${nth + 1}-over`,
      title: `${title}, over after`,
      unit: 's',
      better: 'lower',
      of: (summary) => figureOf(summary.faults?.[nth], faultSeconds),
    },
    {
      figureId: `fault-${nth + 1}-failed`,
      title: `${title}, failed`,
      unit: 'ops',
      better: 'lower',
      of: (summary) => figureOf(summary.faults?.[nth], faultFailures),
    },
  ]);
}

function figureOf<T>(of: T | undefined, figure: (of: T) => number | null): number | null {
  return of === undefined ? null : figure(of);
}

export interface ComparedLine {
  figureId: string;
  title: string;
  unit: string;
  run: number | null;
  baseline: number | null;
  /** What repeated runs vary by anyway, around the baseline's own value; null where there is no baseline. */
  band: { low: number; high: number } | null;
  verdict: 'better' | 'within-noise' | 'worse' | 'unknown';
}

export interface Comparison {
  lines: readonly ComparedLine[];
  /** How many runs the noise was taken from; with fewer than {@link fewestPeers} a fifth is assumed. */
  peers: number;
}

/** With fewer repeated runs nothing is known of the noise. */
export const fewestPeers = 3;
const assumedNoise = 0.2;
/** Two standard deviations: one in twenty runs is beyond them by chance alone. */
const deviations = 2;
/** A band is never narrower, as a share: clocks and timers are not better than that. */
const leastNoise = 0.05;

/**
 * A run against the baseline of its scenario. The noise band is what the repeated runs of the same scenario, version and
 * machine vary by, the run itself not among them.
 */
export function compareRuns(run: LoadRow, baseline: LoadRow, all: readonly LoadRow[]): Comparison {
  const peers = all.filter(
    (each) => each.runId !== run.runId && each.summary !== null && isRepeatOf(each, baseline),
  );
  const isKnown = peers.length >= fewestPeers;
  return {
    peers: peers.length,
    lines: [...comparedFigures, ...comparedFaults(run.scenario)].flatMap(
      ({ figureId, title, unit, better, of }): ComparedLine[] => {
        const value = valueOf(run, of);
        const base = valueOf(baseline, of);
        if (value === null && base === null) return [];
        const noise =
          base === null
            ? 0
            : isKnown
              ? Math.max(
                  deviations * deviationOf(peers.flatMap((peer) => valueOf(peer, of) ?? [])),
                  Math.abs(base) * leastNoise,
                )
              : Math.abs(base) * assumedNoise;
        const band = base === null ? null : { low: base - noise, high: base + noise };
        return [
          {
            figureId,
            title,
            unit,
            run: value,
            baseline: base,
            band,
            verdict: verdictOf(value, band, better),
          },
        ];
      },
    ),
  };
}

function isRepeatOf(each: LoadRow, baseline: LoadRow): boolean {
  return (
    each.state === 'completed' &&
    each.version === baseline.version &&
    each.environment.processor === baseline.environment.processor &&
    JSON.stringify(each.scenario) === JSON.stringify(baseline.scenario)
  );
}

function valueOf({ summary }: LoadRow, of: ComparedFigure['of']): number | null {
  return summary === null ? null : of(summary);
}

function verdictOf(
  value: number | null,
  band: ComparedLine['band'],
  better: ComparedFigure['better'],
): ComparedLine['verdict'] {
  if (value === null || band === null) return 'unknown';
  if (value >= band.low && value <= band.high) return 'within-noise';
  return value < band.low === (better === 'lower') ? 'better' : 'worse';
}

/** Of a sample (n − 1). */
function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
