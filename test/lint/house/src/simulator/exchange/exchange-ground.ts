export interface ExchangeGround {
  readonly name: string;
}
