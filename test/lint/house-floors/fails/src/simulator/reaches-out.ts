import type { Topic } from '#shared/contract/topic.ts'; // breaks
import type { Gateway } from '../main/gateway/gateway.ts'; // breaks
import type { Screen } from '../renderer/screen.ts'; // breaks
import type { Logger } from 'pino'; // breaks

export interface Held {
  readonly topic: Topic;
  readonly gateway: Gateway;
  readonly screen: Screen;
  readonly logger: Logger;
}
