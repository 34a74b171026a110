import type { DeskBridge } from '#shared/contract/electron-bridge.ts';
import { textWire, type TextWire } from '#shared/contract/text-wire.ts';

import type { DeskTransport } from './desk-transport.ts';

/** The desk behind the preload's bridge. */
export function electronTransport(bridge: DeskBridge): DeskTransport {
  return {
    open() {
      const end: TextWire = textWire({
        send: (text) => connection.send(text),
        close: () => connection.close(),
      });
      const connection = bridge.connect(
        (text) => end.received(text),
        () => end.lost('The desk does not answer.'),
      );
      return Promise.resolve(end.wire);
    },
    // The shell does not let anyone in later whom it has refused.
    onNewChance: () => undefined,
    openWindow() {
      bridge.openWindow();
      return Promise.resolve();
    },
  };
}
