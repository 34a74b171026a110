export interface RequestsGround {
  readonly name: string;
}
