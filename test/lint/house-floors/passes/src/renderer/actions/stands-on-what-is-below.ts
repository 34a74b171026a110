import type { StoresGround } from '../stores/stores-ground.ts';

export interface Held {
  readonly below: StoresGround;
}
