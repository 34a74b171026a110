import type { Journal } from '../../main/journal/journal.ts'; // breaks
import type { Screen } from '../../renderer/screen.ts'; // breaks
import type { Stats } from 'node:fs'; // breaks
import type { Logger } from 'pino'; // breaks

export interface Held {
  readonly journal: Journal;
  readonly screen: Screen;
  readonly stats: Stats;
  readonly logger: Logger;
}
