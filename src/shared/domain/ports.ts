/**
 * What the desk and the simulated gateway need of the world outside them. They never read the clock, make
 * randomness or ids themselves: all of it is handed in, so that both run in virtual time from a seed.
 */

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Wall time. May jump when the operator's machine is set to another time. */
  now(): EpochMs;
  /** Milliseconds since some fixed moment, with fractions; never goes back. For ages and durations. */
  monotonic(): number;
  /** Calls `task` once, `delayMs` from now. A task that throws is a defect and ends the process. */
  after(delayMs: number, task: () => void): Timer;
  /** Calls `task` every `periodMs`, first after one period. */
  every(periodMs: number, task: () => void): Timer;
}

export interface RandomSource {
  /** Uniform in [0, 1). */
  next(): number;
}

export interface IdSource {
  /** A new ULID: 26 characters, ordered by time of making. */
  next(): string;
}

export interface SecretSource {
  /** `count` bytes that nobody can guess, for tokens and nonces. Never seeded, not even in a rehearsal. */
  bytes(count: number): Uint8Array;
}
