import type { Projection } from './projection.ts';

/** Who has signed which attempt, and for what. */
export const signatures: Projection<'signatures'> = {
  table: 'signatures',
  key: ['seq'],
  open(database) {
    const sign = database.prepare<[number, string, string, string, string, string]>(
      `INSERT OR REPLACE INTO signatures (seq, attempt_id, signed_as, signed_by, signed_at, statement)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    return {
      'readiness.signed': ({ seq, at, body: { signature } }) => {
        const { attemptId, as, by, statement } = signature;
        sign.run(seq, attemptId, as, by, at, statement);
      },
    };
  },
};
