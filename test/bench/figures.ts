/** One figure of a bench, beside what the bare library does with the same work in the same run. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly value: number;
  /** The same by the bare library, or what only the measuring takes; in the figure's unit. */
  readonly beside: readonly { readonly name: string; readonly value: number }[];
  /** The figure of DESIGN.md; null where there is none. */
  readonly target: Target | null;
}

export interface Target {
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface BenchResult {
  readonly name: string;
  readonly title: string;
  /** How it was measured, in a sentence or two. */
  readonly how: string;
  readonly figures: readonly Figure[];
}

/** Whether a figure reaches its target; null where it has none. */
export function reached({ value, target }: Figure): boolean | null {
  if (target === null) return null;
  return value <= (target.atMost ?? Infinity) && value >= (target.atLeast ?? -Infinity);
}
