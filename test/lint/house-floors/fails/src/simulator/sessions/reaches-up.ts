import type { FeedsGround } from '../feeds/feeds-ground.ts'; // breaks

export interface Held {
  readonly above: FeedsGround;
}
