import { createServer, type AddressInfo, type Socket } from 'node:net';

import { currentTime, managedAccounts, nextValidId } from './scratch-messages.ts';

/** A message of the client: its fields as text, the first of them its kind. */
export interface ReceivedMessage {
  /** Milliseconds on `performance.now`. */
  at: number;
  kind: number;
  fields: readonly string[];
  peer: ScratchPeer;
}

export type Answer = (message: ReceivedMessage) => void;

/** One connected client. */
export class ScratchPeer {
  readonly #socket: Socket;
  clientId: number | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  send(...messages: readonly (string | number)[][]): void {
    if (this.#socket.destroyed) return;
    this.#socket.write(Buffer.concat(messages.map((fields) => frame(fields))));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Closes as a process that ends does. */
  hangUp(): void {
    this.#socket.destroy();
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }
}

export interface ScratchGatewayOptions {
  /** What it answers the handshake with; null answers nothing. */
  serverVersion: number | null;
  connectionTime: string;
  accountIds: string[];
  nextOrderId: number;
  /** Whether order ids and accounts follow the start of the API. */
  namesIds: boolean;
  port: number;
}

/**
 * A TWS made of nothing but a socket: it answers what a link must hear to become ready, and every answer can be
 * taken away or replaced, so that it can be as wrong as a test needs.
 */
export interface ScratchGateway {
  readonly port: number;
  /** Everything every client has sent, in order. */
  readonly received: readonly ReceivedMessage[];
  readonly peers: readonly ScratchPeer[];
  /** The client that connected last. */
  peer(): ScratchPeer;
  /** Replaces the answer to a kind of message. */
  answer(kind: number, answer: Answer): void;
  silence(...kinds: number[]): void;
  ofKind(kind: number): ReceivedMessage[];
  close(): Promise<void>;
}

const startApi = 71;

function endAnswers(): Map<number, Answer> {
  const say =
    (...fields: (string | number)[]): Answer =>
    ({ peer }) =>
      peer.send(fields);
  return new Map<number, Answer>([
    [5, say(53, 1)],
    [16, say(53, 1)],
    [99, say(102)],
    [61, say(62, 1)],
    [7, ({ fields, peer }) => peer.send([55, 1, fields[2] ?? ''])],
    [62, ({ fields, peer }) => peer.send([64, 1, fields[2] ?? ''])],
    [6, ({ fields, peer }) => peer.send([54, 1, fields[3] ?? ''])],
    [49, ({ peer }) => peer.send(currentTime(1_583_760_600))],
  ]);
}

export async function startScratchGateway(
  given: Partial<ScratchGatewayOptions> = {},
): Promise<ScratchGateway> {
  const options: ScratchGatewayOptions = {
    serverVersion: 193,
    connectionTime: '20260413 15:27:03 US/Eastern',
    accountIds: ['DU1000001'],
    nextOrderId: 1,
    namesIds: true,
    port: 0,
    ...given,
  };
  const received: ReceivedMessage[] = [];
  const peers: ScratchPeer[] = [];
  const sockets = new Set<Socket>();
  const answers = endAnswers();
  answers.set(startApi, (message) => {
    message.peer.clientId = Number(message.fields[2]);
    if (!options.namesIds) return;
    message.peer.send(managedAccounts(...options.accountIds), nextValidId(options.nextOrderId));
  });

  const server = createServer((socket) => {
    const peer = new ScratchPeer(socket);
    peers.push(peer);
    sockets.add(socket);
    socket.setNoDelay(true);
    let buffered = Buffer.alloc(0);
    let greeted = false;
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      buffered = Buffer.concat([buffered, chunk]);
      if (!greeted) {
        const greeting = 'API\0'.length;
        if (buffered.length < greeting + 4) return;
        const length = buffered.readInt32BE(greeting);
        if (buffered.length < greeting + 4 + length) return;
        buffered = buffered.subarray(greeting + 4 + length);
        greeted = true;
        if (options.serverVersion !== null) {
          peer.send([options.serverVersion, options.connectionTime]);
        }
      }
      while (buffered.length >= 4) {
        const length = buffered.readInt32BE(0);
        if (buffered.length < 4 + length) return;
        const fields = buffered
          .subarray(4, 4 + length)
          .toString('utf8')
          .split('\0')
          .slice(0, -1);
        buffered = buffered.subarray(4 + length);
        const message = { at: performance.now(), kind: Number(fields[0]), fields, peer };
        received.push(message);
        answers.get(message.kind)?.(message);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(options.port, '127.0.0.1', resolve);
  });

  return {
    port: portOf(server.address()),
    received,
    peers,
    peer() {
      const last = peers.at(-1);
      if (last === undefined) throw new Error('Nobody has connected yet.');
      return last;
    },
    answer(kind, answer) {
      answers.set(kind, answer);
    },
    silence(...kinds) {
      for (const kind of kinds) answers.delete(kind);
    },
    ofKind: (kind) => received.filter((message) => message.kind === kind),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/** Four bytes of length, then the fields, each ended by a zero byte. */
export function frame(fields: readonly (string | number)[]): Buffer {
  const body = Buffer.from(fields.map((field) => `${field}\0`).join(''), 'utf8');
  const header = Buffer.alloc(4);
  header.writeInt32BE(body.length, 0);
  return Buffer.concat([header, body]);
}
