import type { ExchangeGround } from '../exchange/exchange-ground.ts'; // breaks

export interface Held {
  readonly above: ExchangeGround;
}
