const looksKept = 60;

/** How long facts have waited to be on disk, by looks a second apart. */
export class JournalLag {
  #looks: readonly number[] = [];

  /** @param lagMs the longest wait since the last look, milliseconds. */
  note(lagMs: number): void {
    this.#looks = [...this.#looks, lagMs].slice(-looksKept);
  }

  /** At the last look, milliseconds; null before the first. */
  get last(): number | null {
    return this.#looks.at(-1) ?? null;
  }

  /** The longest of the last minute, milliseconds; 0 before the first look. */
  get longest(): number {
    return Math.max(0, ...this.#looks);
  }
}
