import type { RequestsGround } from '../requests/requests-ground.ts'; // breaks

export interface Held {
  readonly above: RequestsGround;
}
