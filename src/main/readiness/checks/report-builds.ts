import type { CheckRun } from '#shared/domain/readiness.ts';

import type { Check } from '../check.ts';
import type { TrialReport } from '../check-world.ts';
import { atLeast, count, none } from '../figures.ts';
import { recommendationsFile } from '../report/recommendations.ts';
import { everyGateway } from './gateways.ts';

/** What every report has. */
const always = ['report.html', 'report.pdf', 'checks.csv', 'figures.csv', recommendationsFile];

/**
 * What a report lacks of what has run, each a sentence: a file of each phase, and each file of evidence as it was recorded.
 * @param from seq of the last fact when the report was asked for.
 */
export function reportGaps(
  { files, journal, problems }: Pick<TrialReport, 'files' | 'journal' | 'problems'>,
  runs: readonly Pick<CheckRun, 'phase' | 'evidence'>[],
  from: number,
): string[] {
  const hashes = new Map(files.map(({ file, sha256 }) => [file, sha256]));
  const phases = [...new Set(runs.map(({ phase }) => phase))];
  return [
    ...always.filter((file) => !hashes.has(file)).map((file) => `The report has no ${file}.`),
    ...files.filter(({ bytes }) => bytes === 0).map(({ file }) => `${file} is empty.`),
    ...phases
      .filter((phase) => !files.some(({ file }) => file.startsWith(`${phase}_`)))
      .map((phase) => `The report has no file of phase ${phase}.`),
    ...runs
      .flatMap(({ evidence }) => evidence)
      .filter(({ file, sha256 }) => hashes.get(`evidence/${file}`) !== sha256)
      .map(({ file }) => `The report does not have ${file} as it was recorded.`),
    ...(journal.seq < from
      ? [`The report was built from facts up to ${journal.seq}, and there were ${from}.`]
      : []),
    ...problems,
  ];
}

export const reportBuilds: Check = {
  checkId: 'report-builds',
  title: 'The report can be built, and proves itself',
  why: 'What cannot be handed to an auditor was proven to nobody.',
  phase: 6,
  weight: 3,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: ['evidence-whole'],
  withinMs: 120_000,
  async run(world) {
    const { desk, runs } = world;
    const { seq } = desk.head();
    world.progress(0, 'The report is being built.');
    const built = await world.report();
    const gaps = reportGaps(
      built,
      runs.filter(({ phase }) => phase < 6),
      seq,
    );
    const pages = built.files.find(({ file }) => file === 'report.pdf');
    return {
      figures: [
        count('files', 'Files under the manifest', built.files.length, atLeast(always.length)),
        count('gaps', 'What is missing or not as recorded', gaps.length, none),
        count('pdf-bytes', 'Bytes of the PDF', pages?.bytes ?? null, atLeast(1)),
      ],
      evidence: [
        {
          name: 'manifest.json',
          title: 'The files of the report that was built for trial, and the fact it was built from',
          contents: JSON.stringify({ journal: built.journal, files: built.files }, null, 2),
        },
      ],
      problems: gaps,
      found: `The report of what has run so far was built: ${built.files.length} files that agree with their manifest and the journal.`,
    };
  },
};
