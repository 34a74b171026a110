export interface ScreensGround {
  readonly name: string;
}
