export interface Screen {
  readonly name: string;
}
