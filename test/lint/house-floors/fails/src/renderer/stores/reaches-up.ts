import type { ActionsGround } from '../actions/actions-ground.ts'; // breaks

export interface Held {
  readonly above: ActionsGround;
}
