export interface SessionsGround {
  readonly name: string;
}
