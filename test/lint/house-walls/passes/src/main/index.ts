import type { App } from 'electron';

export interface Held {
  readonly app: App;
}
