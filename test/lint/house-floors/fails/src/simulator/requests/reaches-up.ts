import type { Market } from '../market.ts'; // breaks

export interface Held {
  readonly above: Market;
}
