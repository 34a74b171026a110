export interface Start {
  readonly name: string;
}
