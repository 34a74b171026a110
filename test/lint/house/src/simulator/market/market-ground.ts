export interface MarketGround {
  readonly name: string;
}
