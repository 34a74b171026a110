export interface FrameGround {
  readonly name: string;
}
