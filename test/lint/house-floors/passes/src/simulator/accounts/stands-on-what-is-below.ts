import type { MarketGround } from '../market/market-ground.ts';

export interface Held {
  readonly below: MarketGround;
}
