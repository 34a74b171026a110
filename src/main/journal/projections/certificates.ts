import type { Projection } from './projection.ts';

/** Every certificate that was ever issued, and what has ended it. */
export const certificates: Projection<'certificates'> = {
  table: 'certificates',
  key: ['certificate_id'],
  open(database) {
    const issue = database.prepare<[string, string, string, string, string]>(
      `INSERT OR REPLACE INTO certificates
         (certificate_id, attempt_id, issued_at, expires_at, state, certificate)
       VALUES (?, ?, ?, ?, 'issued', ?)`,
    );
    const end = database.prepare<[string, string, string | null, string]>(
      'UPDATE certificates SET state = ?, ended_at = ?, reason = ? WHERE certificate_id = ?',
    );
    return {
      'certificate.issued': ({ at, body: { certificate } }) => {
        const { certificateId, attemptId, expiresAt } = certificate;
        issue.run(certificateId, attemptId, at, expiresAt, JSON.stringify(certificate));
      },
      'certificate.invalidated': ({ at, body }) =>
        end.run('invalidated', at, body.reason, body.certificateId),
      'certificate.expired': ({ at, body }) => end.run('expired', at, null, body.certificateId),
    };
  },
};
