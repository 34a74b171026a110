import type { WebSocket } from 'ws';

import { textWire } from '#shared/contract/text-wire.ts';
import type { Wire } from '#shared/contract/wire.ts';

/** Bytes that may wait for a window that does not read; beyond, it is cut off. */
const maxBufferedBytes = 16 * 1_048_576;

/** WebSocket close code for "policy violation": the text says which. */
const policyViolation = 1008;

/** The desk's end of a wire to a browser window. */
export function socketWire(socket: WebSocket): Wire {
  const { wire, received, lost } = textWire({
    send(text) {
      socket.send(text);
      if (socket.bufferedAmount > maxBufferedBytes) socket.terminate();
    },
    close(reason) {
      socket.close(policyViolation, reason.slice(0, 100));
    },
  });
  socket.on('message', (data: Buffer | ArrayBuffer | Buffer[], isBinary) => {
    received(isBinary || !Buffer.isBuffer(data) ? data : data.toString('utf8'));
  });
  // What went wrong is told by the close that follows.
  socket.on('error', () => socket.terminate());
  socket.on('close', (code) => lost(`The window is gone (${code}).`));
  return wire;
}
