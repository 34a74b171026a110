import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** A real HTTP server that takes what is posted to it, or does not. */
export class AlertReceiver {
  readonly taken: Received[] = [];
  /** What was asked of it while it refused or hung. */
  refused = 0;
  /** `hang` leaves every request without an answer. */
  mood: number | 'hang' = 200;
  readonly #hanging = new Set<ServerResponse>();
  #server: Server | null = null;
  port = 0;

  /** Listens, on the port of before where there was one. */
  async open(): Promise<this> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (this.mood === 'hang') {
          this.refused += 1;
          this.#hanging.add(response);
          return;
        }
        if (this.mood === 200) {
          const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
          this.taken.push({ path: request.url ?? '', headers: request.headers, body });
        } else {
          this.refused += 1;
        }
        response.writeHead(this.mood).end();
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(this.port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('It has no port.');
    this.port = address.port;
    this.#server = server;
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const response of this.#hanging) response.destroy();
    this.#hanging.clear();
    if (server === null) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  }
}
