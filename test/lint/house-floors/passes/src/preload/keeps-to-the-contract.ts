import type { Topic } from '#shared/contract/topic.ts';
import type { IpcRenderer } from 'electron';
import type { Bridge } from './bridge.ts';

export interface Held {
  readonly topic: Topic;
  readonly ipcRenderer: IpcRenderer;
  readonly bridge: Bridge;
}
