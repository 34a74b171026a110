export interface FeedsGround {
  readonly name: string;
}
