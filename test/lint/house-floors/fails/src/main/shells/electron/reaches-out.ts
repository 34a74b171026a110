import type { Server } from '../browser/server.ts'; // breaks
import type { Journal } from '../../journal/journal.ts'; // breaks
import type { Start } from '../../start.ts'; // breaks

export interface Held {
  readonly server: Server;
  readonly journal: Journal;
  readonly start: Start;
}
