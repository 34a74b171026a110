import type { Clock } from '#shared/domain/ports.ts';

const guessesBeforeLockout = 5;
const firstLockoutMs = 30_000;
const longestLockoutMs = 15 * 60_000;

interface Guesses {
  /** Since the last success or lockout. */
  failed: number;
  lockouts: number;
  /** Monotonic milliseconds. */
  lockedUntil: number;
}

/**
 * How often passphrases may be guessed, counted apart for each key (a person, a window). After five wrong ones come 30
 * seconds of rest, twice as many each time, up to 15 minutes. On the monotonic clock: setting the machine's time changes
 * nothing. A guess is counted before it is checked, so that many at once are no way around.
 */
export class GuessLimit {
  readonly #clock: Clock;
  readonly #byKey = new Map<string, Guesses>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds of rest left, the longest of the keys; 0 where a guess may be made. */
  restMs(keys: readonly string[]): number {
    const now = this.#clock.monotonic();
    return Math.max(0, ...keys.map((key) => (this.#byKey.get(key)?.lockedUntil ?? 0) - now));
  }

  /** Counts a guess as wrong until {@link succeeded}. Gives the rest that begins with it, 0 where none does. */
  count(keys: readonly string[]): number {
    let restMs = 0;
    for (const key of keys) {
      const guesses = this.#byKey.get(key) ?? { failed: 0, lockouts: 0, lockedUntil: 0 };
      this.#byKey.set(key, guesses);
      guesses.failed += 1;
      if (guesses.failed < guessesBeforeLockout) continue;
      const lockoutMs = Math.min(longestLockoutMs, firstLockoutMs * 2 ** guesses.lockouts);
      guesses.failed = 0;
      guesses.lockouts += 1;
      guesses.lockedUntil = this.#clock.monotonic() + lockoutMs;
      restMs = Math.max(restMs, lockoutMs);
    }
    return restMs;
  }

  /** The right passphrase was given. */
  succeeded(keys: readonly string[]): void {
    for (const key of keys) this.#byKey.delete(key);
  }
}
