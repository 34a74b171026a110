import type { WireGround } from '../wire/wire-ground.ts';

export interface Held {
  readonly below: WireGround;
}
