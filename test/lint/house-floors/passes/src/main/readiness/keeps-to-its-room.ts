import type { Tick } from '#shared/domain/tick.ts';
import type { Topic } from '#shared/contract/topic.ts';
import type { Readiness } from './readiness.ts';
import type { Stats } from 'node:fs';

export interface Held {
  readonly tick: Tick;
  readonly topic: Topic;
  readonly readiness: Readiness;
  readonly stats: Stats;
}
