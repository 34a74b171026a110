/**
 * Money sums are whole numbers of micro-units (a millionth of the currency unit), so that a thousand fills add up
 * to the cent. A sum beyond 9 billion units of a currency cannot be held exactly and is refused.
 */
export type Micros = number;

const perUnit = 1_000_000;

export class MoneyRangeError extends Error {
  override readonly name = 'MoneyRangeError';
}

function exact(micros: number): Micros {
  if (!Number.isSafeInteger(micros)) {
    throw new MoneyRangeError(
      `A sum of ${micros} micro-units is not a whole number the desk can hold exactly.`,
    );
  }
  // Rounding a small negative gives −0, which would show as a loss and break equality.
  return micros === 0 ? 0 : micros;
}

/** Units of currency, rounded to the nearest micro-unit. Throws {@link MoneyRangeError} for NaN and for too much. */
export function toMicros(units: number): Micros {
  return exact(Math.round(units * perUnit));
}

export function fromMicros(micros: Micros): number {
  return micros / perUnit;
}

/** What `quantity` at `price` is worth, signed as the quantity is. */
export function notionalMicros(price: number, quantity: number, multiplier: number): Micros {
  return exact(Math.round(price * quantity * multiplier * perUnit));
}

export function addMicros(a: Micros, b: Micros): Micros {
  return exact(a + b);
}

/** The share `part / whole` of a sum, rounded to a micro-unit. `whole` must not be 0. */
export function shareMicros(sum: Micros, part: number, whole: number): Micros {
  return exact(Math.round(sum * (part / whole)));
}
