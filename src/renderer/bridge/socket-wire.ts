import { textWire } from '#shared/contract/text-wire.ts';
import type { Wire } from '#shared/contract/wire.ts';

/** The screen's end of a wire over a WebSocket. What is sent before it is open leaves when it is. */
export function socketWire(socket: WebSocket): Wire {
  const waiting: string[] = [];
  const { wire, received, lost } = textWire({
    send(text) {
      if (socket.readyState === WebSocket.CONNECTING) waiting.push(text);
      else socket.send(text);
    },
    close: () => socket.close(),
  });
  socket.addEventListener('open', () => {
    for (const text of waiting.splice(0)) socket.send(text);
  });
  socket.addEventListener('message', (event) => received(event.data));
  socket.addEventListener('close', (event) => {
    lost(event.reason === '' ? 'The desk does not answer.' : event.reason);
  });
  return wire;
}
