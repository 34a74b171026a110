import type { WireGround } from '../wire/wire-ground.ts'; // breaks

export interface Held {
  readonly above: WireGround;
}
