export interface AccountsGround {
  readonly name: string;
}
