import type { Desk } from '../main/desk/desk.ts'; // breaks
import type { Bridge } from '../preload/bridge.ts'; // breaks
import type { Market } from '../simulator/market.ts'; // breaks
import type { Stats } from 'node:fs'; // breaks

export interface Held {
  readonly desk: Desk;
  readonly bridge: Bridge;
  readonly market: Market;
  readonly stats: Stats;
}
