import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';

export interface Held {
  readonly fastifyInstance: FastifyInstance;
  readonly webSocket: WebSocket;
  readonly incomingMessage: IncomingMessage;
}
