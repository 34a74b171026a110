import { holds, phases, type CheckRun, type Figure, type Phase } from '#shared/domain/readiness.ts';

import { figureText, thresholdText } from '../../figure-text.ts';
import { cell, heading, note, paragraph, type Block } from '../document.ts';
import { latestRuns, type Dossier } from '../dossier.ts';
import {
  checkAnchor,
  counted,
  durationText,
  percentText,
  resultCell,
  resultTones,
} from '../plain-words.ts';
import { closeFrom, shareOfThreshold } from '../recommendations.ts';

/** Each phase as a whole: what it proves, how it went, when what ran, and how close its figures came to their thresholds. */
export function phasesSection(dossier: Dossier): Block[] {
  return phases.flatMap(({ phase, title, proves }) => [
    heading(1, `phase-${phase}`, `Phase ${phase}: ${title}`),
    paragraph(proves),
    ...phaseBlocks(dossier, phase),
  ]);
}

function phaseBlocks(dossier: Dossier, phase: Phase): Block[] {
  const { attempt, checks, score, waivers } = dossier;
  if (!attempt.phases.includes(phase)) {
    return [note('This phase was not part of this attempt: nothing of it is proven here.')];
  }
  const listed = checks.filter((check) => check.phase === phase);
  const runs = dossier.runs.filter((run) => run.phase === phase);
  const byId = latestRuns(runs);
  const waived = new Set(waivers.filter(({ expired }) => !expired).map((each) => each.checkId));
  const found = score.phases.find((each) => each.phase === phase);
  if (listed.length === 0 && runs.length === 0) {
    return [note('The program had no checks of this phase: nothing of it is proven here.')];
  }
  return [
    {
      kind: 'figures',
      items: [
        { label: 'Score', value: percentText(found?.share ?? 0) },
        { label: 'Passed', value: `${found?.passed ?? 0} of ${listed.length}` },
        { label: 'Failed', value: String(found?.failed ?? 0) },
        { label: 'Skipped', value: String(found?.skipped ?? 0) },
        { label: 'Took', value: durationText(found?.durationMs ?? 0) },
      ],
    },
    {
      kind: 'table',
      columns: [
        { title: 'Check', share: 0.5 },
        { title: 'Result', share: 0.13 },
        { title: 'Critical', share: 0.09 },
        { title: 'Weight', align: 'right', share: 0.08 },
        { title: 'Took', align: 'right', share: 0.1 },
        { title: 'Evidence', align: 'right', share: 0.1 },
      ],
      rows: listed.map((check) => {
        const run = byId.get(check.checkId);
        return [
          cell(check.negativeControl ? `${check.title} (negative control)` : check.title, {
            to: checkAnchor(check.checkId),
          }),
          resultCell(run, waived.has(check.checkId)),
          cell(check.critical ? 'yes' : 'no'),
          cell(String(check.weight)),
          cell(run === undefined ? '—' : durationText(run.durationMs)),
          cell(run === undefined ? '—' : counted(run.evidence.length, 'file')),
        ];
      }),
    },
    ...course(dossier, runs),
    ...headroom(runs),
  ];
}

/** When each check ran. */
function course({ attempt }: Dossier, runs: readonly CheckRun[]): Block[] {
  const times = runs.map((run) => ({ run, at: Date.parse(run.beganAt) }));
  const first = Math.min(...times.map(({ at }) => at));
  const last = Math.max(...times.map(({ run, at }) => at + run.durationMs));
  if (times.length === 0 || attempt.endedAt === null) return [];
  return [
    {
      kind: 'chart',
      title: 'When each check ran, since the phase began',
      chart: {
        kind: 'course',
        seconds: (last - first) / 1000,
        lanes: times.map(({ run, at }) => ({
          label: run.title,
          spans: [
            {
              from: (at - first) / 1000,
              to: (at - first + run.durationMs) / 1000,
              tone: resultTones[run.result],
            },
          ],
          marks: [],
        })),
      },
    },
  ];
}

/** A chart is not torn, so it must be shorter than a page. */
const barsOfChart = 24;

/** Figures that may be at most or must be at least something, as a share of it. */
function headroom(runs: readonly CheckRun[]): Block[] {
  const shares = runs.flatMap((run) =>
    run.figures.flatMap((figure) => {
      const used = shareOfThreshold(figure);
      return used === null ? [] : [{ run, figure, used }];
    }),
  );
  if (shares.length === 0) return [];
  const charts = Array.from({ length: Math.ceil(shares.length / barsOfChart) }, (_, nth) =>
    shares.slice(nth * barsOfChart, (nth + 1) * barsOfChart),
  );
  return [
    ...charts.map((some, nth): Block => ({
      kind: 'chart',
      title: `How much of what its threshold allows each figure takes${nth === 0 ? '' : ', continued'}`,
      chart: {
        kind: 'bars',
        least: 1.25,
        line: { value: 1, text: 'threshold' },
        bars: some.map(({ run, figure, used }) => ({
          of: run.title,
          label: figure.title,
          value: Math.min(used, 1.25),
          text: `${figureText(figure)}, ${thresholdText(figure)}`,
          tone: holds(figure) ? (used >= closeFrom ? 'warning' : 'good') : 'bad',
        })),
      },
    })),
    note(
      'A bar that ends at the line has no room left; from four fifths on it is amber. Where a figure must be at least something, the bar is what is required over what was measured; of percent and points it is how much of what may be missing is missing. Counts that must be exactly something have no bar: they are with their check.',
    ),
  ];
}

/** What a figure must be, for a reader. */
export function mustBe(figure: Figure): string {
  return figure.threshold === null ? 'for information' : thresholdText(figure) || '—';
}
