import type { SessionsGround } from '../sessions/sessions-ground.ts';

export interface Held {
  readonly below: SessionsGround;
}
