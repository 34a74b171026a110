/** What the gateway's clock shows now, epoch ms, reckoned from when the desk last heard it and how fast it runs. */
export function exchangeNow(
  heard: { at: number; heardAt: number; rate: number },
  now: number,
): number {
  return heard.at + Math.max(0, now - heard.heardAt) * heard.rate;
}
