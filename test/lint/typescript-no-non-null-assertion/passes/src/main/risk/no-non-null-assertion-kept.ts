export function bestBid(bids: readonly number[]): number | null {
  return bids[0] ?? null;
}
