export interface Tick {
  readonly name: string;
}
