import type { MessagePortMain } from 'electron';

import { textWire } from '#shared/contract/text-wire.ts';
import type { Wire } from '#shared/contract/wire.ts';

/** The desk's end of a wire to an Electron window. */
export function portWire(port: MessagePortMain): Wire {
  const { wire, received, lost } = textWire({
    send: (text) => port.postMessage(text),
    close: () => port.close(),
  });
  port.on('message', ({ data, ports }) => {
    const text: unknown = data;
    if (ports.length === 0) return received(text);
    for (const stray of ports) stray.close();
    wire.close('A frame carried a port.');
  });
  port.on('close', () => lost('The window is gone.'));
  port.start();
  return wire;
}
