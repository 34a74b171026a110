/** Ipc channels between the preload and the Electron shell. There are no others. */
export const connectChannel = 'deskcheck:connect';
export const openWindowChannel = 'deskcheck:open-window';

/** One connection as the page holds it: text both ways. */
export interface BridgeConnection {
  send(text: string): void;
  close(): void;
}

/** What the preload puts into the page as `window.deskcheck`: the contract's text, and a second window. */
export interface DeskBridge {
  /** `onClosed` is called once, when the desk has ended or refused the connection; not after `close()`. */
  connect(onText: (text: string) => void, onClosed: () => void): BridgeConnection;
  openWindow(): void;
}
