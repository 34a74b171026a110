import type { BridgeGround } from '../bridge/bridge-ground.ts'; // breaks

export interface Held {
  readonly above: BridgeGround;
}
