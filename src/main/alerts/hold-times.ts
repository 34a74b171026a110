/** Since when thresholds have been crossed without a pause. It lives in memory: after a restart they are held anew. */
export class HoldTimes {
  /** Monotonic milliseconds, by what is crossed. */
  readonly #since = new Map<string, number>();

  /** Takes note that it is crossed now, and says for how long it has been, milliseconds. */
  held(key: string, now: number): number {
    const since = this.#since.get(key);
    if (since !== undefined) return now - since;
    this.#since.set(key, now);
    return 0;
  }

  /** Forgets what belongs to `owners` and is not in `crossed`: it has paused. */
  keep(crossed: ReadonlySet<string>, owns: (key: string) => boolean): void {
    for (const key of this.#since.keys()) {
      if (owns(key) && !crossed.has(key)) this.#since.delete(key);
    }
  }
}
