import type { BridgeGround } from '../bridge/bridge-ground.ts';

export interface Held {
  readonly below: BridgeGround;
}
