import { holds, phases, type CheckListing, type CheckRun } from '#shared/domain/readiness.ts';

import { figureText } from '../../figure-text.ts';
import { cell, heading, note, opening, paragraph, type Block } from '../document.ts';
import { latestRuns, type Dossier } from '../dossier.ts';
import { keptFiles } from '../kept-files.ts';
import {
  capitalised,
  checkAnchor,
  durationText,
  listed,
  resultTones,
  timeText,
} from '../plain-words.ts';
import { mustBe } from './phases-section.ts';

/** Every check of the attempt: what it is, what was measured against which threshold, and what shows it. */
export function checksSection({ attempt, checks, runs }: Dossier): Block[] {
  const byId = latestRuns(runs);
  const titles = new Map(checks.map(({ checkId, title }) => [checkId, title]));
  const ofPhases = phases.flatMap(({ phase, title }) => {
    const ofPhase = checks.filter(
      (check) => check.phase === phase && attempt.phases.includes(phase),
    );
    if (ofPhase.length === 0) return [];
    return [
      heading(2, `checks-of-${phase}`, `Phase ${phase}: ${title}`),
      ...ofPhase.flatMap((check) => checkBlocks(check, byId.get(check.checkId), titles)),
    ];
  });
  return [
    opening('checks', 'Every check'),
    paragraph(
      'A check measures, and passes where every figure is what its threshold says and nothing else was found wrong. What could not be measured does not pass. Evidence lies in the folder of this report under “evidence”, each file with the hash that is on record in the journal.',
    ),
    ...ofPhases,
    ...retired(checks, runs),
  ];
}

function checkBlocks(
  check: CheckListing,
  run: CheckRun | undefined,
  titles: ReadonlyMap<string, string>,
): Block[] {
  const needed = check.needs.map((checkId) => `“${titles.get(checkId) ?? checkId}”`);
  const traits = [
    check.checkId,
    check.critical ? 'critical' : 'not critical',
    `weight ${check.weight}`,
    ...(check.negativeControl
      ? ['negative control: it passes only if planted defects are found']
      : []),
    ...(check.ownGateway ? ['on a simulated gateway of its own'] : []),
    ...(needed.length === 0 ? [] : [`needs ${listed(needed)}`]),
    ...(run === undefined
      ? []
      : [`began ${timeText(run.beganAt)}, took ${durationText(run.durationMs)}`]),
  ];
  return [
    heading(3, checkAnchor(check.checkId), check.title),
    paragraph(check.why),
    note(traits.join(' · ')),
    ...(run === undefined
      ? [note('It has not run in this attempt. It is not proven.')]
      : runBlocks(run)),
  ];
}

function runBlocks(run: CheckRun): Block[] {
  const blocks: Block[] = [
    {
      kind: 'list',
      items: [
        cell(`${capitalised(run.result)}: ${run.sentence}`, { tone: resultTones[run.result] }),
      ],
    },
  ];
  if (run.figures.length > 0) {
    blocks.push({
      kind: 'table',
      columns: [
        { title: 'Figure', share: 0.42 },
        { title: 'Measured', align: 'right', share: 0.2 },
        { title: 'Must be', align: 'right', share: 0.24 },
        { title: 'Holds', share: 0.14 },
      ],
      rows: run.figures.map((figure) => [
        cell(figure.title),
        cell(figureText(figure)),
        cell(mustBe(figure), figure.threshold === null ? { tone: 'quiet' } : {}),
        figure.threshold === null
          ? cell('—', { tone: 'quiet' })
          : holds(figure)
            ? cell('yes', { tone: 'good' })
            : cell('no', { tone: 'bad' }),
      ]),
    });
  }
  if (run.evidence.length > 0) {
    const files = run.evidence.map((kept) => ({ of: kept.title, kept }));
    blocks.push(keptFiles('Evidence', files));
  }
  return blocks;
}

/** Runs of checks that the program building the report no longer has. */
function retired(checks: readonly CheckListing[], runs: readonly CheckRun[]): Block[] {
  const known = new Set(checks.map(({ checkId }) => checkId));
  const others = runs.filter(({ checkId }) => !known.has(checkId));
  if (others.length === 0) return [];
  return [
    heading(2, 'retired-checks', 'Checks that this version does not have'),
    ...others.flatMap((run) => [
      heading(3, checkAnchor(run.checkId), run.title),
      note(`${run.checkId} · began ${timeText(run.beganAt)}, took ${durationText(run.durationMs)}`),
      ...runBlocks(run),
    ]),
  ];
}
