import { describe, expect, it } from 'vitest';

import type { Person, Role } from '#shared/domain/people.ts';
import type { Proposal } from '#shared/domain/proposal.ts';

import { decideRefusal, waitingFor } from './proposal-rights.ts';

const proposal: Proposal = {
  proposalId: 'p-1',
  change: { kind: 'limits', baseVersion: 1, differences: [] },
  reason: 'Smaller orders.',
  madeBy: 'rosa',
  madeAt: '2026-11-23T14:30:00.000Z',
  state: 'pending',
  decidedBy: null,
  decidedAt: null,
  decisionReason: null,
  outdated: null,
};
const person = (personId: string, role: Role): Person => ({
  personId,
  name: personId,
  roles: [role],
});

describe('a proposal', () => {
  it('waits for those who may decide it and did not make it', () => {
    const ben = person('ben', 'risk-officer');
    expect(waitingFor([proposal, { ...proposal, state: 'rejected' }], ben)).toEqual([proposal]);
    expect(decideRefusal(proposal, person('rosa', 'risk-officer'))).toContain('another person');
    expect(decideRefusal(proposal, person('olga', 'operator'))).toContain('may not decide');
  });
});
