export interface ActionsGround {
  readonly name: string;
}
