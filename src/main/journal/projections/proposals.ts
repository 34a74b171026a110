import type { Proposal } from '#shared/domain/proposal.ts';

import type { FactOf, Projection } from './projection.ts';

type Decided = FactOf<'proposal.approved' | 'proposal.rejected' | 'proposal.withdrawn'>;

/** Every proposal: what was proposed, by whom and why, and who decided it how. */
export const proposals: Projection<'proposals'> = {
  table: 'proposals',
  key: ['proposal_id'],
  open(database) {
    const make = database.prepare<[string, string, string, string, string, string]>(
      `INSERT OR REPLACE INTO proposals (proposal_id, kind, change, reason, made_by, made_at, state)
       VALUES (?, ?, ?, ?, ?, ?, 'pending')`,
    );
    const decide = database.prepare<[string, string, string, string, string]>(
      `UPDATE proposals SET state = ?, decided_by = ?, decided_at = ?, decision_reason = ?
       WHERE proposal_id = ?`,
    );
    const decided = ({ by, at, body }: Decided, state: Proposal['state']): void => {
      decide.run(state, by, at, body.reason, body.proposalId);
    };
    return {
      'proposal.made': ({ by, at, body: { proposalId, change, reason } }) => {
        make.run(proposalId, change.kind, JSON.stringify(change), reason, by, at);
      },
      'proposal.approved': (fact) => decided(fact, 'approved'),
      'proposal.rejected': (fact) => decided(fact, 'rejected'),
      'proposal.withdrawn': (fact) => decided(fact, 'withdrawn'),
    };
  },
};
