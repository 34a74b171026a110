export interface UiGround {
  readonly name: string;
}
