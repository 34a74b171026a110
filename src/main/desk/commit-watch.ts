import type { Fact } from '#shared/domain/fact.ts';
import type { Clock } from '#shared/domain/ports.ts';

import type { Commit } from '../load/load-lab.ts';
import type { RoadPoint } from './road.ts';

/** Watches a desk's road for its commits, for whoever measures them. */
export class CommitWatch {
  readonly #clock: Clock;
  readonly #listeners = new Set<(commit: Commit) => void>();
  #beganAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A probe of the road. */
  at(point: RoadPoint, facts: readonly Fact[]): void {
    const [oldest] = facts;
    if (this.#listeners.size === 0 || oldest === undefined) return;
    if (point === 'before-record') this.#beganAt = this.#clock.monotonic();
    if (point !== 'after-record') return;
    const commit = {
      lagMs: Math.max(0, this.#clock.now() - Date.parse(oldest.at)),
      syncMs: this.#clock.monotonic() - this.#beganAt,
    };
    for (const listener of this.#listeners) listener(commit);
  }

  /** Returns how to stop. */
  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
