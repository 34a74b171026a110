import type { Signer } from '#shared/domain/certification.ts';
import { verdictWords } from '#shared/domain/readiness-verdict.ts';

import { cell, code, heading, note, opening, paragraph, type Block } from '../document.ts';
import type { Dossier } from '../dossier.ts';
import { spoken, timeText } from '../plain-words.ts';

const signers: readonly (readonly [Signer, string, string])[] = [
  ['tester', 'Tester', 'I have gone through these checks and this is what came out of them.'],
  ['risk-officer', 'Risk officer', 'I have read what was proven and what was not.'],
];

/** Where two persons sign, and what for. */
export function signOffSection(dossier: Dossier): Block[] {
  const { attempt, journal, verdict, signatures } = dossier;
  const { configuration, environment } = attempt;
  const { title, means } = verdictWords[verdict];
  return [
    opening('sign-off', 'Sign-off'),
    paragraph(`The verdict of this attempt is “${title}”. ${means}`),
    {
      kind: 'table',
      columns: [
        { title: 'What is signed for', share: 0.3 },
        { title: 'On record', share: 0.7 },
      ],
      rows: [
        [cell('Attempt'), code(attempt.attemptId)],
        [
          cell('Gateway and account'),
          cell(`${environment.gatewayKind}, ${environment.accountId ?? 'account unknown'}`),
        ],
        [cell('Version of the program'), cell(configuration.version)],
        [
          cell('Commit it was built from'),
          configuration.commit === null
            ? cell('unknown', { tone: 'warning' })
            : code(configuration.commit),
        ],
        [
          cell(`SHA-256 of the limits, version ${configuration.limitsVersion}`),
          code(configuration.limitsHash),
        ],
        [cell('SHA-256 of the alert rules'), code(configuration.alertRulesHash)],
        [cell('SHA-256 of the kill switch’s settings'), code(configuration.killSwitchHash)],
        [cell(`Journal, hash of fact ${journal.seq}, its last`), code(journal.hash)],
      ],
    },
    ...certificateBlocks(dossier),
    note(
      'Two different persons sign, on paper or on the screen Readiness. A signature on paper binds no program: the certificate is issued for the two on record in the journal.',
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
        { title: 'On record', share: 0.7 },
      ],
      rows: [
        [cell('Certificate'), code(certificate.certificateId)],
        [cell('Issued'), cell(timeText(issuedAt))],
        [cell('In force until'), cell(timeText(certificate.expiresAt))],
        [
          cell('State on record'),
          cell(
            `${spoken(certificateState).toLowerCase()}${ended === null ? '' : `: ${ended.because}`}`,
            {
              tone: certificateState === 'in-force' ? 'good' : 'bad',
            },
          ),
        ],
      ],
    },
  ];
}
