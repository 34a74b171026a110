/** How the wire says "not set". */
const unsetDouble = Number.MAX_VALUE;
const unsetInteger = 2_147_483_647;

/** A figure, or null where the broker gave none: absent, not a number, infinite, or the wire's unset mark. */
export function figureOrNull(value: number | undefined): number | null {
  if (value === undefined || !Number.isFinite(value)) return null;
  return Math.abs(value) === unsetDouble ? null : value;
}

/** A whole number such as an id; 0 where the broker gave none. */
export function idOrZero(value: number | undefined): number {
  const id = figureOrNull(value);
  return id === null || id === unsetInteger ? 0 : id;
}

/** A text, or null where it is absent or empty. */
export function textOrNull(value: string | undefined): string | null {
  return value === undefined || value.trim() === '' ? null : value.trim();
}
