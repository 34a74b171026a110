import type { Desk } from '../../desk/desk.ts';
import type { Service } from '../service.ts';
import type { Server } from './server.ts';
import type { Topic } from '#shared/contract/topic.ts';

export interface Held {
  readonly desk: Desk;
  readonly service: Service;
  readonly server: Server;
  readonly topic: Topic;
}
