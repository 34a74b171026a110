import type { LoadReport } from '#shared/domain/load.ts';

import type { EvidenceFile } from '../check.ts';

/** What a run leaves for whoever computes its figures again: every duration counted, every half second, and the summary. */
export function loadEvidence(name: string, { summary, series }: LoadReport): EvidenceFile[] {
  return [
    {
      name: `${name}-histograms.csv`,
      title: `${name}: how often each duration was measured`,
      contents: [
        'measured,from_us,count',
        ...Object.entries(series.histograms).flatMap(([of, counts]) =>
          counts.map(([fromMicros, count]) => `${of},${fromMicros},${count}`),
        ),
        '',
      ].join('\n'),
    },
    {
      name: `${name}-samples.csv`,
      title: `${name}: every half second`,
      contents: samplesCsv(series.samples),
    },
    {
      name: `${name}-summary.json`,
      title: `${name}: what was measured`,
      contents: JSON.stringify(summary, null, 2),
    },
  ];
}

function samplesCsv(samples: LoadReport['series']['samples']): string {
  const rows = samples.map(({ runId: _, ...sample }) => sample);
  const [first] = rows;
  if (first === undefined) return '';
  const head = Object.keys(first).join(',');
  const lines = rows.map((row) =>
    Object.values(row)
      .map((value) => (value === null ? '' : String(value)))
      .join(','),
  );
  return [head, ...lines, ''].join('\n');
}
