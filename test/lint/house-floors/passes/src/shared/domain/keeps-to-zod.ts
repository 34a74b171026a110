import type { ZodType } from 'zod';
import type { Tick } from './tick.ts';

export interface Held {
  readonly zodType: ZodType;
  readonly tick: Tick;
}
