import type { CheckListing, Figure } from '#shared/domain/readiness.ts';

import type { CheckWorld } from './check-world.ts';

/** A file that a check leaves, before it is kept and hashed. */
export interface EvidenceFile {
  /** What it shows, for a reader. */
  title: string;
  /** Kebab-case with its ending, one of a kind in its check: `quotes.csv`. */
  name: string;
  contents: string | Uint8Array;
}

/** What a check found. It has passed where there is no problem and every figure holds. */
export interface Findings {
  figures: readonly Figure[];
  evidence: readonly EvidenceFile[];
  /** What is wrong beyond the figures, each a sentence; empty where nothing is. */
  problems: readonly string[];
  /** What was found, in a sentence; said where nothing is wrong. */
  found: string;
}

/** One thing that is proven, or not. What is fixed about it is data; `run` measures. */
export interface Check extends CheckListing {
  /** How long it may take, milliseconds; a check that takes longer has failed. */
  withinMs: number;
  /**
   * Measures. Throws {@link CheckSkipped} where it cannot be done here; whatever else it throws is a failure. It leaves
   * the desk as it found it, also when it fails or is stopped.
   */
  run(world: CheckWorld): Promise<Findings>;
}

/** A check cannot be done here, and why, in a sentence. */
export class CheckSkipped extends Error {
  override readonly name = 'CheckSkipped';
}
