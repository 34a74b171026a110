import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { eventually, pause } from '../support/real-clock.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';

interface Client {
  socket: Socket;
  chunks: string[];
  ended: boolean;
  /** The code of the error that ended it. */
  failure: string | null;
}

let server: Server;
let serverSockets: Socket[];
let proxy: FaultProxy;
/** Talks through the proxy to a server that sends everything back. */
let client: Client;

beforeEach(async () => {
  serverSockets = [];
  server = createServer((socket) => {
    serverSockets.push(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => socket.write(bytes));
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  proxy = await startFaultProxy(port);
  client = await connected();
});

afterEach(async () => {
  client.socket.destroy();
  await proxy.close();
  for (const socket of serverSockets) socket.destroy();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

async function connected(): Promise<Client> {
  const socket = connect(proxy.port, '127.0.0.1');
  const made: Client = { socket, chunks: [], ended: false, failure: null };
  socket.setNoDelay(true);
  socket.on('data', (bytes) => made.chunks.push(bytes.toString()));
  socket.on('end', () => {
    made.ended = true;
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    made.failure = error.code ?? error.message;
  });
  socket.on('close', () => {
    made.ended = true;
  });
  await new Promise((resolve) => {
    socket.once('connect', resolve);
  });
  return made;
}

function received(): string {
  return client.chunks.join('');
}

/** Says something, waits until it has come back, and tells how many milliseconds that took. */
async function echo(text: string): Promise<number> {
  const before = received().length;
  const start = performance.now();
  client.socket.write(text);
  await eventually('the echo', () => received().length >= before + text.length);
  expect(received().slice(before)).toBe(text);
  return performance.now() - start;
}

describe('the fault proxy', () => {
  it('hands everything on when nothing is wrong', async () => {
    await echo('hello');
    await echo('x'.repeat(200_000));
    expect(proxy.connections).toBe(1);
  });

  it('is late both ways, keeping the order', async () => {
    proxy.toGateway({ latencyMs: 30 });
    proxy.toClient({ latencyMs: 30, jitterMs: 20 });
    expect(await echo('a')).toBeGreaterThan(55);
    for (const letter of 'bcdefgh') client.socket.write(letter);
    await eventually('all of them', () => received() === 'abcdefgh');
    expect(received()).toBe('abcdefgh');
  });

  it('is narrow', async () => {
    proxy.toClient({ bytesPerSecond: 10_000 });
    expect(await echo('x'.repeat(2_000))).toBeGreaterThan(150);
  });

  it('says nothing for a while, and then all of it', async () => {
    proxy.toClient({ silent: true });
    client.socket.write('quiet');
    await pause(60);
    expect(received()).toBe('');
    expect(client.ended).toBe(false);
    proxy.heal();
    await eventually('what was held back', () => received().length === 5);
    expect(received()).toBe('quiet');
  });

  it('cuts bytes into single ones', async () => {
    proxy.toClient({ sliceBytes: 1 });
    await echo('sliced!');
    expect(client.chunks.length).toBeGreaterThan(3);
  });

  it('resets', async () => {
    await echo('still here');
    proxy.reset();
    await eventually('the reset', () => client.ended);
    expect(client.failure).toBe('ECONNRESET');
  });

  it('goes down, hangs up on whoever comes, and comes back', async () => {
    proxy.down();
    await eventually('the end', () => client.ended);
    client = await connected();
    await eventually('it hangs up', () => client.ended);
    expect(proxy.connections).toBe(0);
    proxy.up();
    client = await connected();
    await echo('back');
    expect(proxy.accepted).toBe(2);
  });

  it('passes the end on late', async () => {
    await echo('bye');
    proxy.toClient({ slowCloseMs: 80 });
    const start = performance.now();
    serverSockets[0]?.end();
    await eventually('the end', () => client.ended);
    expect(performance.now() - start).toBeGreaterThan(70);
  });
});
