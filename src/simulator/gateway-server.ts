import { createServer, type Socket } from 'node:net';

import type { Connection } from './sessions/client-session.ts';

/** What the server tells of one connection. */
export interface ConnectionEvents {
  data(bytes: Buffer): void;
  closed(): void;
}

export interface GatewayServer {
  host: string;
  port: number;
  /** Stops listening and breaks every connection. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/**
 * Listens on the loopback interface alone.
 *
 * @param accept takes a new connection; null sends it away
 */
export async function listen(
  port: number,
  accept: (connection: Connection) => ConnectionEvents | null,
): Promise<GatewayServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    const events = accept(connectionOf(socket));
    if (events === null) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('data', (bytes) => events.data(bytes));
    // A reset by the client is an ending like any other; 'close' follows.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      events.closed();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new TypeError('The server has no port.');
  return {
    host: loopback,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function connectionOf(socket: Socket): Connection {
  return {
    write: (bytes) => {
      if (socket.writable) socket.write(bytes);
    },
    end: () => socket.end(),
    destroy: () => socket.destroy(),
    pauseReading: (paused) => {
      if (paused) socket.pause();
      else socket.resume();
    },
    backlog: () => socket.writableLength,
  };
}
