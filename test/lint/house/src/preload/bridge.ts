export interface Bridge {
  readonly name: string;
}
