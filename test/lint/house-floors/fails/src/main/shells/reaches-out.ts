import type { Window } from './electron/window.ts'; // breaks
import type { Server } from './browser/server.ts'; // breaks
import type { Risk } from '../risk/risk.ts'; // breaks
import type { Start } from '../start.ts'; // breaks

export interface Held {
  readonly window: Window;
  readonly server: Server;
  readonly risk: Risk;
  readonly start: Start;
}
