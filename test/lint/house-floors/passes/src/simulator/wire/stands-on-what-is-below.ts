import type { ExchangeGround } from '../exchange/exchange-ground.ts';

export interface Held {
  readonly below: ExchangeGround;
}
