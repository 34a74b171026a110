import { Writable } from 'node:stream';

import type { Output } from './output.ts';

/** An output that keeps what is said. */
export function listeningOutput(): Output & { said(): string; complained(): string } {
  const pieces: { out: string[]; err: string[] } = { out: [], err: [] };
  const keep = (list: string[]): Writable =>
    new Writable({
      decodeStrings: false,
      write(piece: string, _encoding, done) {
        list.push(piece);
        done();
      },
    });
  return {
    out: keep(pieces.out),
    err: keep(pieces.err),
    said: () => pieces.out.join(''),
    complained: () => pieces.err.join(''),
  };
}
