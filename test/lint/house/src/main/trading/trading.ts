export interface Trading {
  readonly name: string;
}
