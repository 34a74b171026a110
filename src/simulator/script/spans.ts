const units = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** Milliseconds of a span written as `250ms`, `1.5s`, `5m` or `2h`; null for anything else. */
export function readSpan(text: string): number | null {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
  const unit = units.find(([name]) => name === match?.[2]);
  if (match === null || unit === undefined) return null;
  return Math.round(Number(match[1]) * unit[1]);
}

/** The shortest way to write a span of whole milliseconds. */
export function writeSpan(ms: number): string {
  const [name, size] = units.find(([, each]) => ms % each === 0) ?? ['ms', 1];
  return `${ms / size}${name}`;
}
