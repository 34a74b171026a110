import type { Desk } from './desk/desk.ts';
import type { Server } from './shells/browser/server.ts';
import type { Market } from '../simulator/market.ts';
import type { Start } from './start.ts';

export interface Held {
  readonly desk: Desk;
  readonly server: Server;
  readonly market: Market;
  readonly start: Start;
}
