import { can, unprovenWords, type Person } from '#shared/domain/people.ts';
import { proposalCapabilities, type Proposal } from '#shared/domain/proposal.ts';

/** Why this person cannot decide a proposal, in a sentence; null when they can. */
export function decideRefusal({ change, madeBy }: Proposal, me: Person): string | null {
  if (me.personId === madeBy) return 'You made it: another person decides.';
  if (me.unproven !== undefined) return unprovenWords[me.unproven].message;
  return can(me, proposalCapabilities[change.kind].decide)
    ? null
    : `${me.name} may not decide this.`;
}

/** Proposals that wait for a word of this person. */
export function waitingFor(proposals: Iterable<Proposal>, me: Person): Proposal[] {
  return [...proposals].filter(
    (proposal) => proposal.state === 'pending' && decideRefusal(proposal, me) === null,
  );
}
