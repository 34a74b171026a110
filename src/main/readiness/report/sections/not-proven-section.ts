import { phases } from '#shared/domain/readiness.ts';

import { besideTheGateway } from '../../beside-the-gateway.ts';
import { cell, heading, paragraph, type Block } from '../document.ts';
import { latestRuns, type Dossier } from '../dossier.ts';
import { checkAnchor, counted, durationText } from '../plain-words.ts';

/** What nobody may read out of this report. */
export function notProvenSection(dossier: Dossier): Block[] {
  const { attempt, runs, checks, checklist, signatures, loads } = dossier;
  const byId = latestRuns(runs);
  const skipped = runs.filter(({ result }) => result === 'skipped');
  const missing = checks.filter(({ checkId }) => !byId.has(checkId));
  const leftOut = phases.filter(({ phase }) => !attempt.phases.includes(phase));
  const open = checklist.items.filter(({ tick }) => tick === null).length;
  const beside = besideTheGateway(checks, runs);
  const signed = new Set(signatures.map(({ as }) => as)).size;
  const limits: string[] = [
    ...(attempt.environment.gatewayKind === 'simulated'
      ? [
          'How a broker’s gateway behaves: every check ran against the simulated gateway. Its prices, margins, commissions, refusals and times are not a broker’s.',
        ]
      : []),
    ...(attempt.environment.gatewayKind === 'simulated' || beside === 0
      ? []
      : [
          `How the ${attempt.environment.gatewayKind} gateway does what ${counted(beside, 'check')} tried on a simulated gateway of ${beside === 1 ? 'its' : 'their'} own: they prove the program and its limits.`,
        ]),
    `What another machine bears: every time and rate was taken on ${attempt.environment.processor}, ${counted(attempt.environment.cores, 'core')}.`,
    ...(loads.length === 0
      ? []
      : [
          `What hours of load bring: the longest run under load took ${durationText(Math.max(...loads.map(({ summary }) => summary.seconds)) * 1000)}.`,
        ]),
    ...(open === 0
      ? []
      : [
          `What people have to see to: ${open} of ${counted(checklist.items.length, 'item')} of the manual checklist ${open === 1 ? 'is' : 'are'} open.`,
        ]),
    ...(signed === 2
      ? []
      : [
          `That two people answer for it: ${signed} of 2 signatures ${signed === 1 ? 'is' : 'are'} on record.`,
        ]),
    ...leftOut.map(
      ({ phase, title }) => `Phase ${phase}, ${title}: it was not part of this attempt.`,
    ),
    ...(attempt.state === 'completed'
      ? []
      : [`The attempt is ${attempt.state}: checks after that did not run.`]),
    ...(attempt.configuration.commit === null
      ? ['Which commit the program was built from: it was not known.']
      : []),
  ];
  return [
    heading(1, 'not-proven', 'What is not proven'),
    paragraph(
      skipped.length + missing.length === 0
        ? 'Every check there is has run, and none was skipped. Not proven by this attempt is:'
        : `Skipped is not passed, and what did not run is not proven. ${counted(skipped.length, 'check')} of this attempt ${skipped.length === 1 ? 'was' : 'were'} skipped and ${counted(missing.length, 'check')} did not run.`,
    ),
    ...(limits.length === 0
      ? []
      : [{ kind: 'list' as const, items: limits.map((text) => cell(text)) }]),
    ...(skipped.length === 0
      ? []
      : [
          heading(2, 'skipped', 'Skipped'),
          {
            kind: 'table' as const,
            columns: [
              { title: 'Check', share: 0.4 },
              { title: 'Why', share: 0.6 },
            ],
            rows: skipped.map((run) => [
              cell(run.title, { to: checkAnchor(run.checkId) }),
              cell(run.sentence),
            ]),
          },
        ]),
    ...(missing.length === 0
      ? []
      : [
          heading(2, 'not-run', 'Not run'),
          {
            kind: 'table' as const,
            columns: [
              { title: 'Phase', align: 'right' as const, share: 0.1 },
              { title: 'Check', share: 0.45 },
              { title: 'What would have been shown', share: 0.45 },
            ],
            rows: missing.map((check) => [
              cell(String(check.phase)),
              cell(check.title),
              cell(check.why),
            ]),
          },
        ]),
  ];
}
