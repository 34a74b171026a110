export interface WireGround {
  readonly name: string;
}
