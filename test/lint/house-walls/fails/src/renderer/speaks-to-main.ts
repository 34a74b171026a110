import type { IpcRenderer } from 'electron'; // breaks

export interface Held {
  readonly ipcRenderer: IpcRenderer;
}
