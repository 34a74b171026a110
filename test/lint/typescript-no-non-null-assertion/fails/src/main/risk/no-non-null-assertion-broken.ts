export function bestBid(bids: readonly number[]): number {
  return bids[0]!; // breaks
}
