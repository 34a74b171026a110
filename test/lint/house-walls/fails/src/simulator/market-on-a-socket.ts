import type { Socket } from 'node:net'; // breaks

export interface Held {
  readonly socket: Socket;
}
