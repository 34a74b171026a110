export interface Market {
  readonly name: string;
}
