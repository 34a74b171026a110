import type { Topic } from '../contract/topic.ts'; // breaks
import type { Desk } from '../../main/desk/desk.ts'; // breaks
import type { Stats } from 'node:fs'; // breaks
import type { Logger } from 'pino'; // breaks

export interface Held {
  readonly topic: Topic;
  readonly desk: Desk;
  readonly stats: Stats;
  readonly logger: Logger;
}
