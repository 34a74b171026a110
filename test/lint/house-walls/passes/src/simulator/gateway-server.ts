import type { Socket } from 'node:net';

export interface Held {
  readonly socket: Socket;
}
