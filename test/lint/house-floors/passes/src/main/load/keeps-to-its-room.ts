import type { Tick } from '#shared/domain/tick.ts';
import type { Topic } from '#shared/contract/topic.ts';
import type { Load } from './load.ts';
import type { Stats } from 'node:fs';

export interface Held {
  readonly tick: Tick;
  readonly topic: Topic;
  readonly load: Load;
  readonly stats: Stats;
}
