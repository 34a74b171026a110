import { zodRunsWithoutEval } from './zod-without-eval.ts';

import type { DeskBridge } from '#shared/contract/electron-bridge.ts';

import { browserPage } from './browser-page.ts';
import { browserTransport } from './browser-transport.ts';
import { electronTransport } from './electron-transport.ts';
import { giveNonceToLibraries } from './library-nonce.ts';
import { keepConnected, type LastingConnection } from './lasting-connection.ts';

declare global {
  interface Window {
    /** There in Electron only: the preload's bridge. */
    readonly deskcheck?: DeskBridge;
  }
}

/**
 * Connects to the desk: over Electron's bridge where there is one, else over the browser shell. Comes back by itself
 * after a loss. To be imported before anything that makes a zod schema.
 */
export function connectDesk(): LastingConnection {
  if (!zodRunsWithoutEval) throw new Error('zod must not compile schemas in a page.');
  giveNonceToLibraries(document);
  const transport =
    window.deskcheck === undefined
      ? browserTransport(browserPage())
      : electronTransport(window.deskcheck);
  return keepConnected(transport, (delayMs, task) => window.setTimeout(task, delayMs));
}
