import type { Tick } from '#shared/domain/tick.ts';

export interface Held {
  readonly tick: Tick;
}
