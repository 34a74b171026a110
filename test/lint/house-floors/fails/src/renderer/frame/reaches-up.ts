import type { ScreensGround } from '../screens/screens-ground.ts'; // breaks

export interface Held {
  readonly above: ScreensGround;
}
