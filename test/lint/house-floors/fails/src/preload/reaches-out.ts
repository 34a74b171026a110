import type { Tick } from '#shared/domain/tick.ts'; // breaks
import type { Desk } from '../main/desk/desk.ts'; // breaks
import type { Screen } from '../renderer/screen.ts'; // breaks
import type { Stats } from 'node:fs'; // breaks
import type { ZodType } from 'zod'; // breaks

export interface Held {
  readonly tick: Tick;
  readonly desk: Desk;
  readonly screen: Screen;
  readonly stats: Stats;
  readonly zodType: ZodType;
}
