export interface StoresGround {
  readonly name: string;
}
