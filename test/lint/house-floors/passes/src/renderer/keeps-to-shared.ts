import type { Tick } from '#shared/domain/tick.ts';
import type { Topic } from '#shared/contract/topic.ts';
import type { ReactNode } from 'react';
import type { Screen } from './screen.ts';

export interface Held {
  readonly tick: Tick;
  readonly topic: Topic;
  readonly reactNode: ReactNode;
  readonly screen: Screen;
}
