import { holds, phases, type CheckListing } from '#shared/domain/readiness.ts';
import { verdictWords, type ReadinessVerdict } from '#shared/domain/readiness-verdict.ts';

import {
  cell,
  heading,
  lead,
  note,
  opening,
  paragraph,
  type Block,
  type Cell,
  type Tone,
} from '../document.ts';
import { latestRuns, type Dossier } from '../dossier.ts';
import {
  checkAnchor,
  counted,
  durationText,
  percentText,
  spoken,
  timeText,
} from '../plain-words.ts';
import { recommendationsOf } from '../recommendations.ts';

export const verdictTones: Readonly<Record<ReadinessVerdict, Tone>> = {
  'not-ready': 'bad',
  rehearsed: 'good',
  'ready-for-sign-off': 'good',
  certified: 'good',
  expired: 'warning',
  invalidated: 'bad',
};

const stateTones = {
  passed: 'good',
  failed: 'bad',
  incomplete: 'warning',
  'not-run': 'warning',
} as const;

/** What came out of it, before anything else is said. */
export function verdictSection(dossier: Dossier): Block[] {
  const { attempt, score, verdict, runs, checks } = dossier;
  const { title, means } = verdictWords[verdict];
  const count = (result: string): number => runs.filter((run) => run.result === result).length;
  const missing = checks.length - new Set(runs.map(({ checkId }) => checkId)).size;
  return [
    opening('verdict', 'Verdict'),
    lead(`${title}. ${means}`),
    {
      kind: 'figures',
      items: [
        { label: 'Verdict', value: title, tone: verdictTones[verdict] },
        { label: 'Score, by weight', value: percentText(score.share) },
        { label: 'Passed', value: String(count('passed')), tone: 'good' },
        {
          label: 'Failed',
          value: String(count('failed')),
          tone: count('failed') > 0 ? 'bad' : 'quiet',
        },
        {
          label: 'Skipped',
          value: String(count('skipped')),
          tone: count('skipped') > 0 ? 'warning' : 'quiet',
        },
        { label: 'Not run', value: String(missing), tone: missing > 0 ? 'warning' : 'quiet' },
      ],
    },
    paragraph(
      attempt.environment.gatewayKind === 'simulated'
        ? 'The gateway was the simulated one, so this attempt is a rehearsal of how the desk behaves.'
        : `The gateway was a ${attempt.environment.gatewayKind} gateway, with account ${attempt.environment.accountId ?? 'unknown'}.`,
    ),
    paragraph(
      `The attempt began at ${timeText(attempt.beganAt)} and ${
        attempt.endedAt === null
          ? 'had not ended when this report was built'
          : `ended at ${timeText(attempt.endedAt)}`
      }. Its state is “${attempt.state}”. ${dossier.endReason ?? ''}`.trim(),
    ),
    {
      kind: 'chart',
      title: 'Share of each phase that is proven, by weight of its checks',
      chart: {
        kind: 'bars',
        least: 1,
        bars: score.phases.map(({ phase, share, state }) => ({
          label: `${phase} ${phases.find((each) => each.phase === phase)?.title ?? ''}`,
          value: share,
          text: state === 'not-run' ? 'not run' : percentText(share),
          tone: stateTones[state],
        })),
      },
    },
    {
      kind: 'table',
      columns: [
        { title: 'Phase', share: 0.34 },
        { title: 'State', share: 0.12 },
        { title: 'Score', align: 'right', share: 0.1 },
        { title: 'Checks', align: 'right', share: 0.08 },
        { title: 'Passed', align: 'right', share: 0.08 },
        { title: 'Failed', align: 'right', share: 0.08 },
        { title: 'Skipped', align: 'right', share: 0.09 },
        { title: 'Took', align: 'right', share: 0.11 },
      ],
      rows: score.phases.map((each) => [
        cell(`${each.phase} ${phases.find(({ phase }) => phase === each.phase)?.title ?? ''}`, {
          to: `phase-${each.phase}`,
        }),
        cell(spoken(each.state).toLowerCase(), { tone: stateTones[each.state] }),
        cell(percentText(each.share)),
        cell(String(each.checks)),
        cell(String(each.passed)),
        cell(String(each.failed)),
        cell(String(each.skipped)),
        cell(each.durationMs === 0 ? '—' : durationText(each.durationMs)),
      ]),
    },
    ...blockers(dossier),
    ...evidence(dossier),
    ...summary(dossier),
  ];
}

/** What else decides, each with the section that says more. */
function summary(dossier: Dossier): Block[] {
  const { checks, runs, checklist, waivers, signatures, certificateState } = dossier;
  const byId = latestRuns(runs);
  const passed = (of: readonly CheckListing[]): Cell => {
    const count = of.filter(({ checkId }) => byId.get(checkId)?.result === 'passed').length;
    return cell(`${count} of ${of.length}`, { tone: count === of.length ? 'good' : 'bad' });
  };
  const judged = runs.flatMap(({ figures }) => figures).filter((each) => each.threshold !== null);
  const held = judged.filter(holds).length;
  const ticked = checklist.items.filter(({ tick }) => tick !== null).length;
  const signers = new Set(signatures.map(({ as }) => as)).size;
  return [
    heading(2, 'at-a-glance', 'At a glance'),
    {
      kind: 'table',
      columns: [
        { title: '', share: 0.7 },
        { title: '', align: 'right', share: 0.3 },
      ],
      rows: [
        [
          cell('Critical checks passed', { to: 'checks' }),
          passed(checks.filter(({ critical }) => critical)),
        ],
        [
          cell('Negative controls that noticed their planted defects', { to: 'checks' }),
          passed(checks.filter(({ negativeControl }) => negativeControl)),
        ],
        [
          cell('Figures that are what their threshold says', { to: 'checks' }),
          cell(`${held} of ${judged.length}`, { tone: held === judged.length ? 'good' : 'bad' }),
        ],
        [cell('Waivers on record', { to: 'deviations' }), cell(String(waivers.length))],
        [
          cell('Recommendations', { to: 'recommendations' }),
          cell(String(recommendationsOf(dossier).length)),
        ],
        [
          cell('Items of the manual checklist that are ticked', { to: 'checklist' }),
          cell(`${ticked} of ${checklist.items.length}`, {
            tone: ticked === checklist.items.length ? 'good' : 'warning',
          }),
        ],
        [
          cell('Signatures, of tester and risk officer', { to: 'sign-off' }),
          cell(`${signers} of 2`, { tone: signers === 2 ? 'good' : 'warning' }),
        ],
        [
          cell('Certificate', { to: 'sign-off' }),
          cell(spoken(certificateState).toLowerCase(), {
            tone: certificateState === 'in-force' ? 'good' : 'warning',
          }),
        ],
      ],
    },
  ];
}

function blockers({ score, checks }: Dossier): Block[] {
  const unproven = score.phases.filter(({ state }) => state !== 'passed');
  if (score.blockers.length === 0) {
    return [
      note(
        unproven.length === 0
          ? 'No check and no phase stands in the way.'
          : `No check stands in the way, but ${counted(unproven.length, 'phase is', 'phases are')} not passed: ${unproven.map(({ phase }) => phase).join(', ')}.`,
      ),
    ];
  }
  return [
    heading(2, 'blockers', 'In the way'),
    paragraph(
      `${counted(score.blockers.length, 'check stands', 'checks stand')} in the way. A failed check, or a critical one that was not passed, is a no, whatever the score.`,
    ),
    {
      kind: 'table',
      columns: [
        { title: 'Check', share: 0.35 },
        { title: 'Why', share: 0.65 },
      ],
      rows: score.blockers.map(({ checkId, sentence }) => [
        cell(checks.find((check) => check.checkId === checkId)?.title ?? checkId, {
          to: checkAnchor(checkId),
        }),
        cell(sentence),
      ]),
    },
  ];
}

function evidence({ evidenceProblems, runs }: Dossier): Block[] {
  const files = runs.reduce((sum, run) => sum + run.evidence.length, 0);
  if (evidenceProblems.length === 0) {
    return [
      note(
        files === 0
          ? 'No check of this attempt has left evidence files.'
          : `When this report was built, every evidence file of this attempt, ${files.toLocaleString('en-US')} in all, had the hash on record.`,
      ),
    ];
  }
  return [
    heading(2, 'evidence-problems', 'Evidence that is not as it was recorded'),
    { kind: 'list', items: evidenceProblems.map((sentence) => cell(sentence, { tone: 'bad' })) },
  ];
}
