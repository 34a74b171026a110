export interface Risk {
  readonly name: string;
}
