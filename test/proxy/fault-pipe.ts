import type { Socket } from 'node:net';

import { pause } from '../support/real-clock.ts';

/** What a network does to the bytes of one direction. */
export interface Toxics {
  /** From a byte's arrival to its departure, and how much of that is drawn by lot on top. */
  latencyMs: number;
  jitterMs: number;
  /** Null for as fast as the machine goes. */
  bytesPerSecond: number | null;
  /** Nothing leaves while this is set, and nobody is told; what came meanwhile leaves afterwards. */
  silent: boolean;
  /** The most bytes one write holds. */
  sliceBytes: number | null;
  /** From the end of one side to that of the other. */
  slowCloseMs: number;
}

export const noToxics: Toxics = {
  latencyMs: 0,
  jitterMs: 0,
  bytesPerSecond: null,
  silent: false,
  sliceBytes: null,
  slowCloseMs: 0,
};

interface Piece {
  bytes: Buffer;
  leavesAt: number;
}

/** How often a silent pipe looks whether it may speak again. */
const silenceCheckMs = 5;

/** Carries bytes one way: they leave in the order they came, however long they take. */
export function joinSockets(
  from: Socket,
  to: Socket,
  toxics: () => Toxics,
  random: () => number,
): void {
  const pieces: Piece[] = [];
  let running = false;
  let ended = false;

  const run = async (): Promise<void> => {
    if (running) return;
    running = true;
    for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
      const waitMs = piece.leavesAt - performance.now();
      if (waitMs > 0) await pause(waitMs);
      await write(piece.bytes, to, toxics);
    }
    running = false;
    if (!ended) return;
    const { slowCloseMs } = toxics();
    if (slowCloseMs > 0) await pause(slowCloseMs);
    to.end();
  };

  from.on('data', (bytes: Buffer) => {
    const { latencyMs, jitterMs } = toxics();
    pieces.push({ bytes, leavesAt: performance.now() + latencyMs + jitterMs * random() });
    void run();
  });
  from.on('end', () => {
    ended = true;
    void run();
  });
}

async function write(bytes: Buffer, to: Socket, toxics: () => Toxics): Promise<void> {
  let at = 0;
  while (at < bytes.length) {
    while (toxics().silent && !to.destroyed) await pause(silenceCheckMs);
    if (to.destroyed) return;
    const { bytesPerSecond, sliceBytes } = toxics();
    // A narrow line carries what fits into a twentieth of a second at a time.
    const narrow = bytesPerSecond === null ? bytes.length : Math.ceil(bytesPerSecond / 20);
    const slice = bytes.subarray(at, at + Math.min(sliceBytes ?? bytes.length, narrow));
    to.write(slice);
    at += slice.length;
    if (bytesPerSecond !== null) await pause((slice.length / bytesPerSecond) * 1_000);
    // Written in one turn of the loop, slices would arrive as one.
    else if (sliceBytes !== null) await nextTurn();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
