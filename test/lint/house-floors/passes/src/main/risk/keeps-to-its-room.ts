import type { Tick } from '#shared/domain/tick.ts';
import type { Topic } from '#shared/contract/topic.ts';
import type { Risk } from './risk.ts';
import type { Stats } from 'node:fs';

export interface Held {
  readonly tick: Tick;
  readonly topic: Topic;
  readonly risk: Risk;
  readonly stats: Stats;
}
