import { loadSummarySchema, type DurationCounts, type LoadSummary } from '#shared/domain/load.ts';
import type { CheckRun } from '#shared/domain/readiness.ts';

/** What a check has measured under load, as its evidence says. */
export interface MeasuredLoad {
  checkId: string;
  checkTitle: string;
  /** Which of the check's runs, such as `mixed-medium-1`. */
  name: string;
  summary: LoadSummary;
  /** Half second by half second, in the order in which they were taken; each by the name of its column. */
  samples: readonly Readonly<Record<string, number | null>>[];
  /** By what was measured: `order.latency` … */
  histograms: ReadonlyMap<string, DurationCounts>;
}

const ending = '-summary.json';

/**
 * The load measured by the checks of an attempt, read from their evidence: a summary, and beside it the samples and the
 * histograms of the same name. What cannot be read as one is left out: the report lists the evidence all the same.
 * @param textOf a file of the attempt's evidence; null where it is not there.
 */
export function measuredLoads(
  runs: readonly CheckRun[],
  textOf: (file: string) => string | null,
): MeasuredLoad[] {
  return runs.flatMap((run) =>
    run.evidence.flatMap(({ file }) => {
      if (!file.endsWith(ending)) return [];
      const summary = loadSummarySchema.safeParse(jsonOf(textOf(file)));
      if (!summary.success) return [];
      const stem = file.slice(0, -ending.length);
      return [
        {
          checkId: run.checkId,
          checkTitle: run.title,
          name: stem.slice(run.checkId.length + 1),
          summary: summary.data,
          samples: samplesOf(textOf(`${stem}-samples.csv`) ?? ''),
          histograms: histogramsOf(textOf(`${stem}-histograms.csv`) ?? ''),
        },
      ];
    }),
  );
}

function jsonOf(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/** These tables hold figures and names without commas. */
function linesOf(csv: string): string[][] {
  return csv
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split(','));
}

function samplesOf(csv: string): Record<string, number | null>[] {
  const [head = [], ...lines] = linesOf(csv);
  return lines.map((line) =>
    Object.fromEntries(
      head.map((column, at) => {
        const text = line[at] ?? '';
        return [column, text === '' ? null : Number(text)];
      }),
    ),
  );
}

function histogramsOf(csv: string): Map<string, DurationCounts> {
  const found = new Map<string, DurationCounts>();
  for (const [measured = '', from = '', count = ''] of linesOf(csv).slice(1)) {
    const counts = found.get(measured) ?? [];
    counts.push([Number(from), Number(count)]);
    found.set(measured, counts);
  }
  return found;
}
