import type { ControlContext, OrderProposal } from './control.ts';

/** Fractions of shares add up with the error of doubles; a billionth of a unit is none. */
const TOLERANCE = 1e-9;

/** What of the order can still trade; NaN where the figures make no sense. */
export function remainingQuantity({ quantity, previous }: OrderProposal): number {
  const remaining = quantity - (previous?.filledQuantity ?? 0);
  return remaining > 0 ? remaining : Number.NaN;
}

/** What works on the order's side apart from the order itself; NaN where the figures make no sense. */
function otherWorking({ proposal, exposure }: ControlContext): number {
  const working = proposal.side === 'BUY' ? exposure.workingBuy : exposure.workingSell;
  const others = working - (proposal.previous?.workingQuantity ?? 0);
  return others >= -TOLERANCE ? Math.max(0, others) : Number.NaN;
}

/**
 * The signed position if this order and every working order on its side fill. Orders on the other side are not
 * counted: they may never fill. NaN where a figure is missing or makes no sense.
 */
export function worstCasePosition(context: ControlContext): number {
  const { proposal, exposure } = context;
  const sum = otherWorking(context) + remainingQuantity(proposal);
  return exposure.position + (proposal.side === 'BUY' ? sum : -sum);
}

/** The size of the position if every working order on the one side or on the other fills, whichever leaves it larger. */
export function largestPosition(context: ControlContext): number {
  const { proposal, exposure } = context;
  const { position, workingBuy, workingSell } = exposure;
  const otherWay = proposal.side === 'BUY' ? position - workingSell : position + workingBuy;
  return Math.max(Math.abs(worstCasePosition(context)), Math.abs(otherWay));
}

/**
 * How much of the order would open or enlarge a position if every working order on its side filled first; 0 for
 * an order that only closes. NaN where a figure is missing or makes no sense.
 */
export function openingQuantity(context: ControlContext): number {
  const { proposal, exposure } = context;
  const held = proposal.side === 'BUY' ? -exposure.position : exposure.position;
  const closable = Math.max(0, held - otherWorking(context));
  const opening = Math.max(0, remainingQuantity(proposal) - closable);
  return opening <= TOLERANCE ? 0 : opening;
}

/**
 * Whether the order only shrinks exposure: it trades against the position, and with every working order on its
 * side filled the position is smaller and has not crossed zero. A modify that only lowers the quantity of a
 * working order shrinks too. False where a figure is missing.
 */
export function onlyShrinks(context: ControlContext): boolean {
  return openingQuantity(context) === 0 || onlyLowersQuantity(context.proposal);
}

function onlyLowersQuantity(proposal: OrderProposal): boolean {
  const { previous } = proposal;
  return (
    previous !== null &&
    remainingQuantity(proposal) <= previous.workingQuantity &&
    proposal.limitPrice === previous.limitPrice &&
    proposal.stopPrice === previous.stopPrice
  );
}
