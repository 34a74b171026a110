import type { RandomSource } from '#shared/domain/ports.ts';

export interface PriceRange {
  open: number;
  high: number;
  low: number;
  close: number;
}

/** Where in the period the first and the second extreme fall (fractions), and which of them comes first. */
export interface ExtremePlacement {
  first: number;
  second: number;
  highFirst: boolean;
}

/** Draws a placement; a falling period more often has its high first. */
export function drawPlacement(random: RandomSource, falling: boolean): ExtremePlacement {
  const [a, b] = [random.next(), random.next()];
  return {
    first: Math.min(a, b),
    second: Math.max(a, b),
    highFirst: random.next() < (falling ? 0.8 : 0.2),
  };
}

/** Share of the range that the noise of a whole period spans; measured daily ranges are about 1.7 deviations. */
const deviationsPerRange = 0.6;

/**
 * A path of `steps` + 1 prices that starts at the open, ends at the close, touches the high and the low, and never
 * leaves them: Brownian bridges between these points, folded back at the high and the low.
 *
 * @param normal standard normal numbers, one for each step
 */
export function pinnedPath(
  range: PriceRange,
  steps: number,
  placement: ExtremePlacement,
  normal: () => number,
): Float64Array {
  const path = new Float64Array(steps + 1);
  const { open, high, low, close } = range;
  const width = high - low;
  if (!(width > 0)) return path.fill(open);
  const deviation = (deviationsPerRange * width) / Math.sqrt(steps);
  let at = 0;
  let value = open;
  path[0] = open;
  for (const pin of pinsOf(range, steps, placement)) {
    for (let k = at; k < pin.at; k += 1) {
      const left = pin.at - k;
      value += (pin.price - value) / left + deviation * Math.sqrt((left - 1) / left) * normal();
      path[k + 1] = fold(value, low, high);
    }
    at = pin.at;
    value = pin.price;
    path[at] = pin.price;
  }
  path[steps] = close;
  return path;
}

function pinsOf(
  range: PriceRange,
  steps: number,
  placement: ExtremePlacement,
): { at: number; price: number }[] {
  const { open, high, low, close } = range;
  const inner = (fraction: number): number =>
    Math.min(Math.max(1 + Math.floor(fraction * (steps - 1)), 1), steps - 1);
  const slots = [inner(placement.first), inner(placement.second)];
  // Two extremes cannot share a step: the later one moves on, or the earlier one back.
  if (slots[0] === slots[1]) {
    if ((slots[1] ?? 0) < steps - 1) slots[1] = (slots[1] ?? 0) + 1;
    else slots[0] = (slots[0] ?? 0) - 1;
  }
  const extremes = placement.highFirst ? [high, low] : [low, high];
  const pins = extremes
    .map((price, i) => ({ at: slots[i] ?? 1, price }))
    // An extreme that the open or the close already is needs no place of its own.
    .filter(({ price }) => price !== open && price !== close);
  return [...pins.filter(({ at }) => at > 0), { at: steps, price: close }];
}

/** Reflects a value at both edges until it lies between them. */
function fold(value: number, low: number, high: number): number {
  if (value >= low && value <= high) return value;
  const width = high - low;
  let offset = (value - low) % (2 * width);
  if (offset < 0) offset += 2 * width;
  const folded = low + (offset > width ? 2 * width - offset : offset);
  return Math.min(Math.max(folded, low), high);
}
