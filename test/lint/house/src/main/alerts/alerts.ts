export interface Alerts {
  readonly name: string;
}
