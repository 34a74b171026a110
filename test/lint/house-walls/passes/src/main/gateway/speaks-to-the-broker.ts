import type { IBApi } from '@stoqey/ib';
import type { Socket } from 'node:net';

export interface Held {
  readonly iBApi: IBApi;
  readonly socket: Socket;
}
