export interface Desk {
  readonly name: string;
}
