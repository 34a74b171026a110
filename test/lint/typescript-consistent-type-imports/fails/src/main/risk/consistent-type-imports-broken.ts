import { Tick } from '#shared/domain/tick.ts'; // breaks

export interface Held {
  readonly tick: Tick;
}
