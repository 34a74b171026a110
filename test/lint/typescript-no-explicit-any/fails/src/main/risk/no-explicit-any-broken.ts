export function first(value: readonly any[]): number { // breaks
  return value.length;
}
