import type { BrowserWindow } from 'electron'; // breaks

export interface Held {
  readonly browserWindow: BrowserWindow;
}
