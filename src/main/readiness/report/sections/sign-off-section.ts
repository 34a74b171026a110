import type { Signer } from '#shared/domain/certification.ts';
import { verdictWords } from '#shared/domain/readiness-verdict.ts';

import { cell, code, heading, note, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { timeText } from '../plain-words.ts';

const signers: readonly (readonly [Signer, string, string])[] = [
  ['tester', 'Tester', 'I have gone through these checks and this is what came out of them.'],
  ['risk-officer', 'Risk officer', 'I have read what was proven and what was not.'],
];

/** Where two persons sign, and what for. */
export function signOffSection(dossier: Dossier): Block[] {
  const { attempt, journal, verdict, version, signatures } = dossier;
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
    ...certificateBlocks(dossier),
    note(
      'A signature on paper binds no program: what counts is the sign-off on record in the journal, by two different persons.',
    ),
    ...signers.map(([as, role, statement]): Block => {
      const signed = signatures.findLast((signature) => signature.as === as);
      return {
        kind: 'signature',
        role,
        name: signed?.name ?? null,
        at: signed === undefined ? null : timeText(signed.at),
        statement: signed?.statement ?? statement,
      };
    }),
  ];
}

function certificateBlocks({ certificate: held, certificateState }: Dossier): Block[] {
  if (held === null) return [note('No certificate was issued for this attempt.')];
  const { certificate, issuedAt, ended } = held;
  return [
    heading(2, 'certificate', certificate.rehearsal ? 'Certificate of a rehearsal' : 'Certificate'),
    ...(certificate.rehearsal
      ? [paragraph('It certifies a rehearsal on the simulated gateway, and lets nobody go live.')]
      : []),
    {
      kind: 'table',
      columns: [
        { title: 'Certificate', share: 0.3 },
        { title: '', share: 0.7 },
      ],
      rows: [
        [cell('Certificate'), code(certificate.certificateId)],
        [cell('Issued'), cell(timeText(issuedAt))],
        [cell('In force until'), cell(timeText(certificate.expiresAt))],
        [
          cell('State on record'),
          cell(`${certificateState}${ended === null ? '' : `: ${ended.because}`}`, {
            tone: certificateState === 'in-force' ? 'good' : 'bad',
          }),
        ],
      ],
    },
  ];
}
