import type { Tick } from '#shared/domain/tick.ts';
import type { Topic } from '#shared/contract/topic.ts';
import type { Journal } from './journal.ts';
import type { Stats } from 'node:fs';

export interface Held {
  readonly tick: Tick;
  readonly topic: Topic;
  readonly journal: Journal;
  readonly stats: Stats;
}
