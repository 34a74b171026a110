import { phases } from '#shared/domain/readiness.ts';

import { cell, code, heading, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { counted, roleWords, timeText } from '../plain-words.ts';

/** What was gone through, of which desk, by whom. */
export function scopeSection(dossier: Dossier): Block[] {
  const { attempt, checks, people, journal, resumed } = dossier;
  const { configuration } = attempt;
  const person = people.get(attempt.by);
  const asked = checks.filter(({ phase }) => attempt.phases.includes(phase));
  return [
    heading(1, 'scope', 'Scope'),
    paragraph(
      `${counted(attempt.phases.length, 'phase')} of ${phases.length} and ${counted(asked.length, 'check')} of ${checks.length} were part of this attempt.${
        resumed === 0
          ? ''
          : ` It was interrupted and resumed ${counted(resumed, 'time')}; what had run was kept.`
      }`,
    ),
    {
      kind: 'table',
      columns: [
        { title: 'What', share: 0.3 },
        { title: 'On record', share: 0.7 },
      ],
      rows: [
        [cell('Attempt'), code(attempt.attemptId)],
        [
          cell('Begun by'),
          cell(
            person === undefined
              ? attempt.by
              : `${person.name} (${person.roles.map((role) => roleWords[role]).join(', ')})`,
          ),
        ],
        [cell('Began'), cell(timeText(attempt.beganAt))],
        [
          cell('Ended'),
          cell(attempt.endedAt === null ? 'It had not ended.' : timeText(attempt.endedAt)),
        ],
        [cell('Seed of what was left to chance'), cell(String(attempt.seed))],
        [cell('Report built'), cell(`${timeText(dossier.builtAt)} by version ${dossier.version}`)],
        [
          cell('Journal, as of then'),
          cell(`${counted(journal.seq, 'fact')}, the last at ${timeText(journal.at)}`),
        ],
        [cell('Hash of its last fact'), code(journal.hash)],
      ],
    },
    heading(2, 'configuration', 'What was proven is proven of this'),
    paragraph(
      'A change of any of these makes what was proven a proof of something else: it has to be proven again.',
    ),
    {
      kind: 'table',
      columns: [
        { title: 'Part', share: 0.3 },
        { title: 'Value', share: 0.7 },
      ],
      rows: [
        [cell('Version of the program'), cell(configuration.version)],
        [
          cell('Commit it was built from'),
          configuration.commit === null
            ? cell('unknown', { tone: 'warning' })
            : code(configuration.commit),
        ],
        [cell('Version of the limits'), cell(String(configuration.limitsVersion))],
        [cell('SHA-256 of the limits'), code(configuration.limitsHash)],
        [cell('SHA-256 of the alert rules'), code(configuration.alertRulesHash)],
        [cell('SHA-256 of the kill switch’s settings'), code(configuration.killSwitchHash)],
      ],
    },
    heading(2, 'phases-in-scope', 'The six phases'),
    {
      kind: 'table',
      columns: [
        { title: 'Phase', share: 0.3 },
        { title: 'What it proves', share: 0.5 },
        { title: 'In this attempt', share: 0.2 },
      ],
      rows: phases.map(({ phase, title, proves }) => [
        cell(`${phase} ${title}`),
        cell(proves),
        attempt.phases.includes(phase) ? cell('yes') : cell('not part of it', { tone: 'warning' }),
      ]),
    },
  ];
}
