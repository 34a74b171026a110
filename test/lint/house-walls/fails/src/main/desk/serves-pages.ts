import type { FastifyInstance } from 'fastify'; // breaks
import type { WebSocket } from 'ws'; // breaks
import type { IncomingMessage } from 'node:http'; // breaks

export interface Held {
  readonly fastifyInstance: FastifyInstance;
  readonly webSocket: WebSocket;
  readonly incomingMessage: IncomingMessage;
}
