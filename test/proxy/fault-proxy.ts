import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

import { joinSockets, noToxics, type Toxics } from './fault-pipe.ts';

/** A TCP proxy on 127.0.0.1 that does to a connection what networks do. */
export interface FaultProxy {
  readonly port: number;
  /** Connections that stand at the moment. */
  readonly connections: number;
  /** How many have been taken since the start. */
  readonly accepted: number;
  /** What happens to bytes on their way to the gateway; the rest stays as it is. */
  toGateway(toxics: Partial<Toxics>): void;
  toClient(toxics: Partial<Toxics>): void;
  /** Takes every toxic away. */
  heal(): void;
  /** Ends every connection and hangs up on every new one until {@link up}. */
  down(): void;
  up(): void;
  /** Breaks every connection with a TCP reset, as a router does that has forgotten it. */
  reset(): void;
  close(): Promise<void>;
}

/** @param seed of the jitter */
export async function startFaultProxy(gatewayPort: number, seed = 1): Promise<FaultProxy> {
  const toxics = { gateway: noToxics, client: noToxics };
  const sockets = new Set<Socket>();
  const random = seeded(seed);
  let isDown = false;
  let accepted = 0;
  let connections = 0;

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (isDown) {
      client.destroy();
      return;
    }
    accepted += 1;
    connections += 1;
    const gateway = connect({ port: gatewayPort, host: '127.0.0.1', allowHalfOpen: true });
    for (const [socket, other] of [
      [client, gateway],
      [gateway, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => {
      connections -= 1;
      gateway.destroy();
    });
    gateway.on('close', (failed) => {
      if (failed) client.destroy();
    });
    joinSockets(client, gateway, () => toxics.gateway, random);
    joinSockets(gateway, client, () => toxics.client, random);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    port: portOf(server.address()),
    get connections() {
      return connections;
    },
    get accepted() {
      return accepted;
    },
    toGateway(given) {
      toxics.gateway = { ...toxics.gateway, ...given };
    },
    toClient(given) {
      toxics.client = { ...toxics.client, ...given };
    },
    heal() {
      toxics.gateway = noToxics;
      toxics.client = noToxics;
    },
    down() {
      isDown = true;
      for (const socket of sockets) socket.destroy();
    },
    up() {
      isDown = false;
    },
    reset() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return address.port;
}

/** A small linear congruential generator: the jitter of a failed run can be had again. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
