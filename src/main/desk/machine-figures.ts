/** What the machine says of the desk's process and its disk; null where it is not known. */
export interface MachineFigures {
  /** How late the process was for its turn within the last second, milliseconds. */
  readonly eventLoopDelayMs: number | null;
  /** Room on the disk of the data folder. */
  readonly freeDiskBytes: number | null;
}

/** A desk whose machine nobody watches. */
export const unwatchedMachine: MachineFigures = { eventLoopDelayMs: null, freeDiskBytes: null };
