export interface BridgeGround {
  readonly name: string;
}
