export interface Journal {
  readonly name: string;
}
