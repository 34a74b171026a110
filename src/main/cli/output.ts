import type { Writable } from 'node:stream';

/** Where a command speaks: results to `out`, what is for a person's eyes to `err`. */
export interface Output {
  out: Writable;
  err: Writable;
}

/** How a command ended: 0 well, 1 with a finding, 2 because it was asked for something that cannot be done. */
export type ExitCode = 0 | 1 | 2;

/** Says a sentence on a line of its own. */
export function say(stream: Writable, sentence: string): void {
  stream.write(`${sentence}\n`);
}
