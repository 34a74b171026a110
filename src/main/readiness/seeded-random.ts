import { createHash } from 'node:crypto';

import type { RandomSource } from '#shared/domain/ports.ts';

/** Draws that follow from a text alone: the first 32 bits of SHA-256 over the text and the number of the draw. */
export function seededRandom(text: string): RandomSource {
  let draw = 0;
  return {
    next() {
      draw += 1;
      return createHash('sha256').update(`${text} ${draw}`).digest().readUInt32BE(0) / 2 ** 32;
    },
  };
}
