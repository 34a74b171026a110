/**
 * One connection between a screen and the desk. A message is one JSON-like value, delivered whole and in order or
 * not at all. There is one wire for Electron (MessagePort) and one for the browser (WebSocket).
 */
export interface Wire {
  send(message: unknown): void;
  /** At most one listener; messages that came before it was set are kept for it. */
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: (reason: string) => void): void;
  close(reason: string): void;
}
