import type { SessionsGround } from '../sessions/sessions-ground.ts'; // breaks

export interface Held {
  readonly above: SessionsGround;
}
