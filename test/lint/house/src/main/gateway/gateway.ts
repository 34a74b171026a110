export interface Gateway {
  readonly name: string;
}
