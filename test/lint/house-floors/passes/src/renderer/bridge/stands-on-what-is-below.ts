import type { UiGround } from '../ui/ui-ground.ts';

export interface Held {
  readonly below: UiGround;
}
