export interface Server {
  readonly name: string;
}
