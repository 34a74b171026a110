import type { Projection } from './projection.ts';

/** Every gap in readiness that two people have accepted, and until when. */
export const waivers: Projection<'waivers'> = {
  table: 'waivers',
  key: ['waiver_id'],
  open(database) {
    const grant = database.prepare<
      [string, string, string, string, string, string, string, string, string]
    >(
      `INSERT OR REPLACE INTO waivers
         (waiver_id, check_id, owner, reason, compensating_control, expires_at, proposed_by, approved_by, approved_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    return {
      'waiver.granted': ({ at, body: { waiver } }) => {
        const { waiverId, checkId, owner, reason, compensatingControl, expiresAt } = waiver;
        const { proposedBy, approvedBy } = waiver;
        grant.run(
          waiverId,
          checkId,
          owner,
          reason,
          compensatingControl,
          expiresAt,
          proposedBy,
          approvedBy,
          at,
        );
      },
    };
  },
};
