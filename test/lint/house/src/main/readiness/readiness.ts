export interface Readiness {
  readonly name: string;
}
