import type { Desk } from '../../desk/desk.ts';
import type { Service } from '../service.ts';
import type { Window } from './window.ts';
import type { Topic } from '#shared/contract/topic.ts';

export interface Held {
  readonly desk: Desk;
  readonly service: Service;
  readonly window: Window;
  readonly topic: Topic;
}
