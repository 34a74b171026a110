import type { FeedsGround } from '../feeds/feeds-ground.ts';

export interface Held {
  readonly below: FeedsGround;
}
