import { ContractError } from '#shared/contract/error.ts';
import type { FactBody, Fact, NewFact } from '#shared/domain/fact.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import { limitsDifferences } from '#shared/domain/limits-difference.ts';
import type { Limits, RecordedLimits } from '#shared/domain/limits.ts';
import { longestWaiverDays, type Waiver } from '#shared/domain/certification.ts';
import { can, type Person } from '#shared/domain/people.ts';
import type { EpochMs } from '#shared/domain/ports.ts';
import {
  proposalCapabilities,
  type Proposal,
  type ProposalKind,
  type ProposedChange,
} from '#shared/domain/proposal.ts';
import { stricterState, type TradingState } from '#shared/domain/trading-state.ts';
import { secondPersonRefusal } from '#shared/domain/two-people.ts';

import { limitsProblems } from './limits.ts';
import { heldStateOf, type TradingStates } from './trading-states.ts';

/** More than anybody decides; what is proposed beyond is refused, not queued. */
const pendingAtMost = 20;
const dayMs = 24 * 60 * 60_000;
/** Older decided ones are in the journal. */
const decidedKept = 50;

/** A proposal with all that its approval brings about. */
export interface HeldProposal {
  readonly proposal: Proposal;
  readonly change: ProposedChange;
  /** Who was refused to decide it, as far as that is on record. */
  readonly refused: ReadonlySet<string>;
}

/** Every proposal that waits, and the latest that were decided, in the order in which they were made. */
export type Proposals = ReadonlyMap<string, HeldProposal>;

export const noProposals: Proposals = new Map();

/** What holds while a proposal is made or decided. */
export interface InForce {
  /** Epoch ms. */
  readonly now: EpochMs;
  /** Null before any are on record. */
  readonly limits: RecordedLimits | null;
  readonly tradingStates: TradingStates;
}

/** The proposals after a fact, and what was in force before it. */
export function applyToProposals(proposals: Proposals, fact: Fact, inForce: InForce): Proposals {
  switch (fact.kind) {
    case 'proposal.made':
      return new Map(proposals).set(fact.body.proposalId, made(fact.body, fact, inForce));
    case 'proposal.approved':
      return decided(proposals, fact.body, fact, 'approved');
    case 'proposal.rejected':
      return decided(proposals, fact.body, fact, 'rejected');
    case 'proposal.withdrawn':
      return decided(proposals, fact.body, fact, 'withdrawn');
    case 'proposal.refused': {
      const held = proposals.get(fact.body.proposalId);
      if (held === undefined) return proposals;
      const refused = new Set([...held.refused, fact.by]);
      return new Map(proposals).set(fact.body.proposalId, { ...held, refused });
    }
    default:
      return proposals;
  }
}

function made(
  { proposalId, change, reason }: FactBody<'proposal.made'>,
  { by, at }: Fact,
  { limits, tradingStates }: InForce,
): HeldProposal {
  return {
    change,
    refused: new Set(),
    proposal: {
      proposalId,
      change:
        change.kind === 'limits'
          ? {
              kind: 'limits',
              baseVersion: change.baseVersion,
              differences: limitsDifferences(limits ?? {}, change.limits),
            }
          : change.kind === 'waiver'
            ? change
            : {
                kind: 'rearm',
                instrumentId: change.instrumentId,
                from: heldStateOf(tradingStates, change.instrumentId).state,
                to: change.state,
                baseSeq: change.baseSeq,
              },
      reason,
      madeBy: by,
      madeAt: at,
      state: 'pending',
      decidedBy: null,
      decidedAt: null,
      decisionReason: null,
      outdated: null,
    },
  };
}

function decided(
  proposals: Proposals,
  { proposalId, reason }: FactBody<'proposal.approved'>,
  { by, at }: Fact,
  state: Proposal['state'],
): Proposals {
  const held = proposals.get(proposalId);
  if (held === undefined) return proposals;
  const after = new Map(proposals);
  after.set(proposalId, {
    ...held,
    proposal: { ...held.proposal, state, decidedBy: by, decidedAt: at, decisionReason: reason },
  });
  const ended = [...after.values()].filter(({ proposal }) => proposal.state !== 'pending');
  for (const { proposal } of ended.slice(0, -decidedKept)) after.delete(proposal.proposalId);
  return after;
}

/** A proposal as it stands now. */
export function proposalNow(held: HeldProposal, inForce: InForce): Proposal {
  const { proposal } = held;
  if (proposal.state !== 'pending') return proposal;
  return { ...proposal, outdated: outdatedBecause(held.change, inForce) };
}

/** Why a change can be made no more: what it was made from is not in force any longer. */
function outdatedBecause(change: ProposedChange, inForce: InForce): string | null {
  if (change.kind === 'limits') {
    const version = inForce.limits?.version ?? null;
    return version === change.baseVersion
      ? null
      : `It was made from version ${change.baseVersion} of the limits, and version ${version ?? 'none'} is in force.`;
  }
  if (change.kind === 'waiver') {
    return Date.parse(change.expiresAt) > inForce.now
      ? null
      : 'The time for which it was to hold is over.';
  }
  const held = heldStateOf(inForce.tradingStates, change.instrumentId);
  return held.set?.seq === change.baseSeq
    ? null
    : 'The trading state was set again after it was made.';
}

/**
 * A person proposes limits in place of those in force. Throws {@link ContractError}: `conflict` when others are in
 * force than they were made from, `bad-input` when they make no sense, are the same, or come without a reason.
 * @param asked the whole document; its version is made the next one.
 */
export function decideProposeLimits(
  proposals: Proposals,
  inForce: Limits,
  asked: { baseVersion: number; limits: Limits; reason: string },
  by: string,
  proposalId: string,
): NewFact[] {
  if (asked.baseVersion !== inForce.version) {
    throw new ContractError({
      code: 'conflict',
      message: `These limits were made from version ${asked.baseVersion}, and version ${inForce.version} is in force.`,
      advice: 'Make the change anew from the limits in force.',
    });
  }
  const limits = { ...asked.limits, version: inForce.version + 1 };
  const problems = limitsProblems(limits);
  if (problems.length > 0) {
    throw new ContractError({
      code: 'bad-input',
      message: problems.slice(0, 5).join(' '),
      advice: 'Correct it and propose again.',
    });
  }
  if (limitsDifferences(inForce, limits).length === 0) {
    throw new ContractError({
      code: 'bad-input',
      message: 'These limits are the same as those in force.',
      advice: 'Change a limit first.',
    });
  }
  const change: ProposedChange = { kind: 'limits', baseVersion: inForce.version, limits };
  return proposed(proposals, change, asked.reason, by, proposalId);
}

/**
 * A person proposes to leave a trading state that only two people leave. Throws {@link ContractError}: `conflict` when
 * one person can do it, or when it would not loosen anything.
 */
export function decideProposeRearm(
  proposals: Proposals,
  states: TradingStates,
  asked: {
    instrumentId: InstrumentId | null;
    state: Exclude<TradingState, 'HALTED'>;
    reason: string;
  },
  by: string,
  proposalId: string,
): NewFact[] {
  const { instrumentId, state } = asked;
  const held = heldStateOf(states, instrumentId);
  if (held.latch === null || held.set === null || stricterState(state, held.state) === state) {
    const subject = instrumentId === null ? 'The desk' : 'The instrument';
    throw new ContractError({
      code: 'conflict',
      message: `${subject} is ${held.state}; for ${state} no second person is needed.`,
      advice: state === held.state ? '' : 'Set the trading state.',
    });
  }
  const same = [...proposals.values()].find(
    ({ proposal, change }) =>
      proposal.state === 'pending' &&
      change.kind === 'rearm' &&
      change.instrumentId === instrumentId &&
      change.baseSeq === held.set?.seq &&
      change.state === state,
  );
  if (same !== undefined) {
    throw new ContractError({
      code: 'conflict',
      message: `${same.proposal.madeBy} has proposed the same, and it waits for a second person.`,
      advice: 'Approve that proposal.',
    });
  }
  const change: ProposedChange = { kind: 'rearm', instrumentId, state, baseSeq: held.set.seq };
  return proposed(proposals, change, asked.reason, by, proposalId);
}

/**
 * A person proposes that a check that has not passed is accepted for a time. Throws {@link ContractError}: `bad-input`
 * when it would hold for no time or too long, `conflict` when the same check is proposed already.
 */
export function decideProposeWaiver(
  proposals: Proposals,
  asked: Omit<Extract<ProposedChange, { kind: 'waiver' }>, 'kind'> & { reason: string },
  now: EpochMs,
  by: string,
  proposalId: string,
): NewFact[] {
  const { checkId, owner, compensatingControl, expiresAt, reason } = asked;
  const days = (Date.parse(expiresAt) - now) / dayMs;
  if (!(days > 0 && days <= longestWaiverDays)) {
    throw new ContractError({
      code: 'bad-input',
      message: `A waiver holds for ${longestWaiverDays} days at most, and not for a time that is over.`,
      advice: 'Choose a day within that time.',
    });
  }
  const same = [...proposals.values()].find(
    ({ proposal, change }) =>
      proposal.state === 'pending' && change.kind === 'waiver' && change.checkId === checkId,
  );
  if (same !== undefined) {
    throw new ContractError({
      code: 'conflict',
      message: `${same.proposal.madeBy} has proposed to waive this check, and it waits for a second person.`,
      advice: 'Approve or reject that proposal.',
    });
  }
  const change: ProposedChange = {
    kind: 'waiver',
    checkId,
    owner: required(owner, 'A waiver needs an owner.'),
    compensatingControl: required(compensatingControl, 'A waiver needs a compensating control.'),
    expiresAt,
  };
  return proposed(proposals, change, reason, by, proposalId);
}

function proposed(
  proposals: Proposals,
  change: ProposedChange,
  reason: string,
  by: string,
  proposalId: string,
): NewFact[] {
  const why = required(reason, 'A proposal needs a reason.');
  const pending = [...proposals.values()].filter(({ proposal }) => proposal.state === 'pending');
  if (pending.length >= pendingAtMost) {
    throw new ContractError({
      code: 'conflict',
      message: `${pending.length} proposals wait to be decided, and no more are taken.`,
      advice: 'Approve, reject or withdraw some of them.',
    });
  }
  return [{ kind: 'proposal.made', by, body: { proposalId, change, reason: why } }];
}

interface Decision {
  readonly proposalId: string;
  readonly reason: string;
}

/**
 * A second person approves: the proposal's change comes into force with it, in one step. Throws {@link ContractError}:
 * `not-allowed` for who made it or has not the right, `conflict` when it is decided or outdated.
 */
export function decideApprove(
  proposals: Proposals,
  inForce: InForce,
  { proposalId, reason }: Decision,
  checker: Person,
): NewFact[] {
  const { proposal, change } = pendingOne(proposals, proposalId);
  const note = required(reason, 'An approval needs a note.');
  requireSecondPerson(proposal, checker);
  const outdated = outdatedBecause(change, inForce);
  if (outdated !== null) {
    throw new ContractError({
      code: 'conflict',
      message: `This proposal can be approved no more. ${outdated}`,
      advice: 'Reject it, or let who made it withdraw it and propose anew.',
    });
  }
  const by = checker.personId;
  const { madeBy } = proposal;
  const approved: NewFact = {
    kind: 'proposal.approved',
    by,
    body: { proposalId, what: change.kind, madeBy, reason: note },
  };
  if (change.kind === 'limits') {
    const { limits } = change;
    return [
      approved,
      {
        kind: 'limits.changed',
        by,
        body: { limits, reason: proposal.reason, proposedBy: madeBy, proposalId },
      },
    ];
  }
  if (change.kind === 'waiver') {
    const { checkId, owner, compensatingControl, expiresAt } = change;
    const waiver: Waiver = {
      waiverId: proposalId,
      checkId,
      owner,
      reason: proposal.reason,
      compensatingControl,
      expiresAt,
      proposedBy: madeBy,
      approvedBy: by,
    };
    return [approved, { kind: 'waiver.granted', by, body: { waiver } }];
  }
  const { instrumentId, state } = change;
  const why = `${proposal.reason} (Proposed by ${madeBy}, approved by ${by}: ${note})`;
  return [
    approved,
    {
      kind: 'trading-state.changed',
      by,
      body: { instrumentId, state, reason: why, cause: 'person' },
    },
  ];
}

/** A second person rejects. Throws {@link ContractError} as {@link decideApprove}; an outdated one can be rejected. */
export function decideReject(
  proposals: Proposals,
  { proposalId, reason }: Decision,
  checker: Person,
): NewFact[] {
  const { proposal, change } = pendingOne(proposals, proposalId);
  const note = required(reason, 'A rejection needs a reason.');
  requireSecondPerson(proposal, checker);
  return [
    {
      kind: 'proposal.rejected',
      by: checker.personId,
      body: { proposalId, what: change.kind, madeBy: proposal.madeBy, reason: note },
    },
  ];
}

/** Who made a proposal takes it back. Throws {@link ContractError}: `not-allowed` for anybody else. */
export function decideWithdraw(
  proposals: Proposals,
  { proposalId, reason }: Decision,
  by: string,
): NewFact[] {
  const { proposal, change } = pendingOne(proposals, proposalId);
  const note = required(reason, 'A withdrawal needs a reason.');
  if (proposal.madeBy !== by) {
    throw new ContractError({
      code: 'not-allowed',
      message: `${proposal.madeBy} made this proposal, and nobody else can withdraw it.`,
      advice: 'Reject it instead.',
    });
  }
  return [
    {
      kind: 'proposal.withdrawn',
      by,
      body: { proposalId, what: change.kind, madeBy: proposal.madeBy, reason: note },
    },
  ];
}

/**
 * What is recorded of a person who tried to decide a proposal and was refused: once for each of them and each proposal,
 * so that no window can fill the journal with it. Nothing for a refusal that is not about who they are.
 */
export function decideRefused(
  proposals: Proposals,
  { proposalId }: Decision,
  attempted: 'approve' | 'reject',
  error: ContractError,
  by: string,
): NewFact[] {
  const held = proposals.get(proposalId);
  if (error.code !== 'not-allowed' || held === undefined || held.refused.has(by)) return [];
  return [{ kind: 'proposal.refused', by, body: { proposalId, attempted, why: error.message } }];
}

function pendingOne(proposals: Proposals, proposalId: string): HeldProposal {
  const held = proposals.get(proposalId);
  if (held === undefined) {
    throw new ContractError({
      code: 'not-found',
      message: 'There is no such proposal.',
      advice: 'Look at the proposals on the Risk screen.',
    });
  }
  const { state, decidedBy } = held.proposal;
  if (state === 'pending') return held;
  throw new ContractError({
    code: 'conflict',
    message: `This proposal is ${state} already, by ${decidedBy ?? 'somebody'}.`,
    advice: '',
  });
}

function requireSecondPerson({ madeBy, change }: Proposal, checker: Person): void {
  const refusal = secondPersonRefusal(madeBy, checker, 'this proposal');
  if (refusal !== null) throw new ContractError({ code: 'not-allowed', ...refusal });
  const { kind } = change;
  if (can(checker, proposalCapabilities[kind].decide)) return;
  throw new ContractError({
    code: 'not-allowed',
    message: `${checker.name} may not decide a proposal ${kindWords[kind]}.`,
    advice: 'Ask a person whose role allows it.',
  });
}

const kindWords: Record<ProposalKind, string> = {
  limits: 'to change limits',
  rearm: 'to trade again after a kill or a loss',
  waiver: 'to accept a check that has not passed',
};

function required(reason: string, message: string): string {
  const trimmed = reason.trim();
  if (trimmed !== '') return trimmed;
  throw new ContractError({
    code: 'bad-input',
    message,
    advice: 'Say why: it goes on record.',
  });
}
