import type { CommandInput, CommandOutput, LimitsVersion } from '#shared/contract/commands.ts';
import { limitsDifferences } from '#shared/domain/limits-difference.ts';
import type { Limits } from '#shared/domain/limits.ts';
import type { Proposal } from '#shared/domain/proposal.ts';
import type { TradingState } from '#shared/domain/trading-state.ts';

import { FakeTopic } from './fake-topic.ts';

type GovernanceCommand =
  | 'limits.read'
  | 'limits.history'
  | 'limits.propose'
  | 'rearm.propose'
  | 'proposal.approve'
  | 'proposal.reject'
  | 'proposal.withdraw';

const me = 'operator';

/** Limits and proposals of the fake desk, on which everybody may do everything. */
export function fakeGovernance(
  first: Limits,
  setState: (instrumentId: number | null, state: TradingState, reason: string) => void,
): {
  topic: FakeTopic<Proposal>;
  commands: { [C in GovernanceCommand]: (input: CommandInput<C>) => CommandOutput<C> };
} {
  const topic = new FakeTopic<Proposal>(({ proposalId }) => proposalId);
  const proposed = new Map<string, Limits>();
  const at = (): string => new Date().toISOString();
  let limits = first;
  let versions: LimitsVersion[] = [
    {
      seq: 1,
      version: first.version,
      at: at(),
      by: 'desk',
      proposedBy: null,
      reason: 'The limits that ship with Deskcheck, taken over when this data folder began.',
      differences: null,
    },
  ];

  const propose = (change: Proposal['change'], reason: string): { proposalId: string } => {
    const proposalId = `proposal-${topic.rows.size + 1}`;
    topic.put({
      proposalId,
      change,
      reason,
      madeBy: me,
      madeAt: at(),
      state: 'pending',
      decidedBy: null,
      decidedAt: null,
      decisionReason: null,
      outdated: null,
    });
    return { proposalId };
  };
  const decide = (
    { proposalId, reason }: { proposalId: string; reason: string },
    state: Proposal['state'],
  ): Proposal | null => {
    const proposal = topic.rows.get(proposalId);
    if (proposal === undefined) return null;
    topic.put({ ...proposal, state, decidedBy: me, decidedAt: at(), decisionReason: reason });
    return proposal;
  };

  return {
    topic,
    commands: {
      'limits.read': () => ({ limits }),
      'limits.history': () => ({ versions, more: false }),
      'limits.propose': ({ limits: wanted, reason }) => {
        const differences = limitsDifferences(limits, wanted);
        const change = { kind: 'limits' as const, baseVersion: limits.version, differences };
        const made = propose(change, reason);
        proposed.set(made.proposalId, { ...wanted, version: limits.version + 1 });
        return made;
      },
      'rearm.propose': ({ instrumentId, state, reason }) =>
        propose({ kind: 'rearm', instrumentId, from: 'HALTED', to: state, baseSeq: 1 }, reason),
      'proposal.approve': (decision) => {
        const proposal = decide(decision, 'approved');
        if (proposal === null) return {};
        const { change, madeBy, reason } = proposal;
        const wanted = proposed.get(decision.proposalId);
        if (change.kind === 'rearm') setState(change.instrumentId, change.to, reason);
        else if (change.kind === 'limits' && wanted !== undefined) {
          const { differences } = change;
          const seq = versions.length + 1;
          const { version } = wanted;
          versions = [
            { seq, version, at: at(), by: me, proposedBy: madeBy, reason, differences },
            ...versions,
          ];
          limits = wanted;
        }
        return {};
      },
      'proposal.reject': (decision) => {
        decide(decision, 'rejected');
        return {};
      },
      'proposal.withdraw': (decision) => {
        decide(decision, 'withdrawn');
        return {};
      },
    },
  };
}
