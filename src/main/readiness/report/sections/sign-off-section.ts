import { verdictWords } from '#shared/domain/readiness-verdict.ts';

import { cell, code, heading, note, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';

/** Where two persons sign, and what for. */
export function signOffSection({ attempt, journal, verdict, version }: Dossier): Block[] {
  const { title, means } = verdictWords[verdict];
  return [
    heading(1, 'sign-off', 'Sign-off'),
    paragraph(`The verdict of this attempt is “${title}”. ${means}`),
    {
      kind: 'table',
      columns: [
        { title: 'What is signed for', share: 0.3 },
        { title: '', share: 0.7 },
      ],
      rows: [
        [cell('Attempt'), code(attempt.attemptId)],
        [cell('Journal, hash of its last fact'), code(journal.hash)],
        [cell('SHA-256 of the limits'), code(attempt.configuration.limitsHash)],
        [cell('Version'), cell(version)],
      ],
    },
    note(
      'A signature on paper binds no program: what counts is the sign-off on record in the journal, by two different persons.',
    ),
    {
      kind: 'signature',
      role: 'Tester',
      name: null,
      at: null,
      statement: 'I have gone through these checks and this is what came out of them.',
    },
    {
      kind: 'signature',
      role: 'Risk officer',
      name: null,
      at: null,
      statement: 'I have read what was proven and what was not.',
    },
  ];
}
