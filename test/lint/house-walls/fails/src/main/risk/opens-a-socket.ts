import type { Socket } from 'node:net'; // breaks
import type { TLSSocket } from 'node:tls'; // breaks

export interface Held {
  readonly socket: Socket;
  readonly tLSSocket: TLSSocket;
}
