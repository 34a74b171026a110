import type { FrameGround } from '../frame/frame-ground.ts';

export interface Held {
  readonly below: FrameGround;
}
