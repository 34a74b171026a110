import type { StoresGround } from '../stores/stores-ground.ts'; // breaks

export interface Held {
  readonly above: StoresGround;
}
