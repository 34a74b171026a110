import type { ActionsGround } from '../actions/actions-ground.ts';

export interface Held {
  readonly below: ActionsGround;
}
