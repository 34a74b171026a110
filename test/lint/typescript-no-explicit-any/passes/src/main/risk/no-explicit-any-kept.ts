export function first(value: readonly unknown[]): number {
  return value.length;
}
