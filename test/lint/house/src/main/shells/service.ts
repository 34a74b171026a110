export interface Service {
  readonly name: string;
}
