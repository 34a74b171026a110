import type { Tick } from '#shared/domain/tick.ts';
import type { Topic } from '#shared/contract/topic.ts';
import type { Journal } from '../journal/journal.ts';
import type { Risk } from '../risk/risk.ts';
import type { Desk } from './desk.ts';

export interface Held {
  readonly tick: Tick;
  readonly topic: Topic;
  readonly journal: Journal;
  readonly risk: Risk;
  readonly desk: Desk;
}
