export interface Peer {
  readonly name: string;
}
