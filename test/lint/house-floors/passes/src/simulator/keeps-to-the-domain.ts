import type { Tick } from '#shared/domain/tick.ts';
import type { Market } from './market.ts';
import type { Stats } from 'node:fs';
import type { ZodType } from 'zod';

export interface Held {
  readonly tick: Tick;
  readonly market: Market;
  readonly stats: Stats;
  readonly zodType: ZodType;
}
