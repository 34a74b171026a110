import type { ZodType } from 'zod';
import type { Tick } from '../domain/tick.ts';
import type { Topic } from '#shared/contract/topic.ts';

export interface Held {
  readonly zodType: ZodType;
  readonly tick: Tick;
  readonly topic: Topic;
}
