import { ContractError } from '#shared/contract/error.ts';
import type { Caller, CommandHandlers } from '#shared/contract/service.ts';
import type { NewFact } from '#shared/domain/fact.ts';

import {
  decideApprove,
  decideProposeLimits,
  decideProposeRearm,
  decideRefused,
  decideReject,
  decideWithdraw,
} from '../risk/proposals.ts';
import { decideSetTradingState } from '../risk/trading-states.ts';
import type { DeskCore } from './desk-core.ts';
import { inForce } from './desk-state.ts';
import { limitsHistory } from './limits-history.ts';
import { recorded } from './record.ts';

type GovernanceCommand =
  | 'limits.read'
  | 'limits.history'
  | 'limits.propose'
  | 'trading-state.set'
  | 'rearm.propose'
  | 'proposal.approve'
  | 'proposal.reject'
  | 'proposal.withdraw';

/**
 * What people agree on: limits, and whether the desk trades.
 * @param refuseWhileKillWaits throws while trading again would drop the cancels of a kill.
 */
export function governanceCommands(
  core: DeskCore,
  refuseWhileKillWaits: (instrumentId: number | null) => void,
): Pick<CommandHandlers, GovernanceCommand> {
  const { state, limitsInForce } = core;
  const taken = (facts: readonly NewFact[], caller: Caller): Promise<void> =>
    recorded(core, facts, undefined, caller);
  return {
    'limits.read': async () => ({ limits: limitsInForce.current }),
    'limits.history': async ({ beforeSeq }) => limitsHistory(core.journal, beforeSeq),
    'limits.propose': async (asked, caller) => {
      const proposalId = core.ports.ids.next();
      const { current } = limitsInForce;
      const { personId } = caller.person;
      await taken(
        decideProposeLimits(state.proposals, current, asked, personId, proposalId),
        caller,
      );
      return { proposalId };
    },
    'trading-state.set': async (change, caller) => {
      if (change.state !== 'HALTED') refuseWhileKillWaits(change.instrumentId);
      const { personId } = caller.person;
      await taken(decideSetTradingState(state.tradingStates, change, personId), caller);
      return {};
    },
    'rearm.propose': async (asked, caller) => {
      const proposalId = core.ports.ids.next();
      const { proposals, tradingStates } = state;
      const { personId } = caller.person;
      await taken(
        decideProposeRearm(proposals, tradingStates, asked, personId, proposalId),
        caller,
      );
      return { proposalId };
    },
    'proposal.approve': async (decision, caller) => {
      const change = state.proposals.get(decision.proposalId)?.change;
      if (change?.kind === 'rearm') refuseWhileKillWaits(change.instrumentId);
      const decide = (): NewFact[] =>
        decideApprove(
          state.proposals,
          inForce(state, core.ports.clock.now()),
          decision,
          caller.person,
        );
      await taken(await decidedOrRefused(core, decision, 'approve', caller, decide), caller);
      return {};
    },
    'proposal.reject': async (decision, caller) => {
      const decide = (): NewFact[] => decideReject(state.proposals, decision, caller.person);
      await taken(await decidedOrRefused(core, decision, 'reject', caller, decide), caller);
      return {};
    },
    'proposal.withdraw': async (decision, caller) => {
      await taken(decideWithdraw(state.proposals, decision, caller.person.personId), caller);
      return {};
    },
  };
}

/** What was decided. That somebody tried who may not is on record before they hear of it. */
async function decidedOrRefused(
  core: DeskCore,
  decision: { proposalId: string; reason: string },
  attempted: 'approve' | 'reject',
  caller: Caller,
  decide: () => NewFact[],
): Promise<NewFact[]> {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const { proposals } = core.state;
    const refusal = decideRefused(proposals, decision, attempted, error, caller.person.personId);
    if (refusal.length > 0) await recorded(core, refusal, undefined, caller);
    throw error;
  }
}
