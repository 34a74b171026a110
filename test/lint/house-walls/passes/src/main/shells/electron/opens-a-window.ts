import type { BrowserWindow } from 'electron';

export interface Held {
  readonly browserWindow: BrowserWindow;
}
