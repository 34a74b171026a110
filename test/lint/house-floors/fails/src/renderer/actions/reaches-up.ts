import type { FrameGround } from '../frame/frame-ground.ts'; // breaks

export interface Held {
  readonly above: FrameGround;
}
