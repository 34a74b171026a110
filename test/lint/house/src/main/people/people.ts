export interface People {
  readonly name: string;
}
