export interface Load {
  readonly name: string;
}
