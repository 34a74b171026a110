import { createServer, type Server, type Socket } from 'node:net';

import type { Clock, Timer } from '#shared/domain/ports.ts';

import type { Doors } from './doors.ts';
import type { Connection } from './sessions/client-session.ts';

/** What the server tells of one connection. */
export interface ConnectionEvents {
  data(bytes: Buffer): void;
  closed(): void;
}

export interface GatewayServer extends Doors {
  /** Stops listening and breaks every connection. */
  close(): Promise<void>;
}

interface ServerSettings {
  /** 0 takes any free port. */
  port: number;
  /** Takes a new connection; null sends it away. */
  accept: (connection: Connection) => ConnectionEvents | null;
  clock: Clock;
  notice: (sentence: string) => void;
}

const loopback = '127.0.0.1';
/** How long until it is tried again to listen at a port that another program has taken meanwhile. */
const retryMs = 1000;

/** Listens on the loopback interface alone. Rejects with the system's error when the port is taken. */
export async function listen({
  port,
  accept,
  clock,
  notice,
}: ServerSettings): Promise<GatewayServer> {
  const sockets = new Set<Socket>();
  const open = (at: number): Promise<Server> =>
    opened(at, (socket) => {
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

  let server: Server | null = await open(port);
  let current = portOf(server);
  let retry: Timer | null = null;
  let isClosed = false;

  const keep = (next: Server): void => {
    if (isClosed) next.close();
    else {
      server?.close();
      server = next;
      current = portOf(next);
    }
  };
  const move = async (...[to, moved, failed]: Parameters<Doors['moveTo']>): Promise<void> => {
    try {
      keep(await open(to));
    } catch (error) {
      failed(reasonOf(error));
      return;
    }
    moved(current);
  };
  const reopen = async (): Promise<void> => {
    retry = null;
    if (server !== null || isClosed) return;
    try {
      keep(await open(current));
    } catch (error) {
      notice(
        `The simulated gateway cannot listen at port ${current} again: ${reasonOf(error)}. It tries once a second.`,
      );
      if (!isClosed) retry = clock.after(retryMs, () => void reopen());
    }
  };

  return {
    host: loopback,
    get port() {
      return current;
    },
    shut() {
      server?.close();
      server = null;
    },
    reopen: () => void reopen(),
    moveTo: (to, moved, failed) => void move(to, moved, failed),
    close() {
      isClosed = true;
      retry?.cancel();
      for (const socket of sockets) socket.destroy();
      const listening = server;
      server = null;
      return new Promise((resolve) => {
        if (listening === null) resolve();
        else listening.close(() => resolve());
      });
    },
  };
}

function opened(port: number, onSocket: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ noDelay: true }, onSocket);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new TypeError('The server has no port.');
  return address.port;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
