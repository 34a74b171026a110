import type { Tick } from '#shared/domain/tick.ts';
import type { Topic } from '#shared/contract/topic.ts';
import type { People } from './people.ts';
import type { Stats } from 'node:fs';

export interface Held {
  readonly tick: Tick;
  readonly topic: Topic;
  readonly people: People;
  readonly stats: Stats;
}
