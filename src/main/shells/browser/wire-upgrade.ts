import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer, type WebSocket } from 'ws';

import { maxFrameBytes } from '#shared/contract/frames.ts';

import type { Log } from '../../desk/log.ts';
import { isOwnHost, isOwnOrigin, onlyHeader } from './loopback-address.ts';
import { sessionCookie } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

export const wirePath = '/wire';
/** The subprotocol the desk speaks; the window's token comes beside it. */
export const wireProtocol = 'deskcheck.1';
const tokenProtocolPrefix = 'token.';

const maxSockets = 64;

export interface WireUpgradeOptions {
  port: number;
  sessions: Sessions;
  log: Log;
  onSocket(socket: WebSocket, windowId: string): void;
}

/**
 * Lets invited windows open a WebSocket. A page cannot set headers on one, so its token comes as a subprotocol: that
 * way an unknown window is refused before there is a socket at all, and the token is in no URL and no frame.
 */
export function acceptWires(server: Server, options: WireUpgradeOptions): { close(): void } {
  const { port, sessions, log } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has(wireProtocol) ? wireProtocol : false),
  });

  function refusal(request: IncomingMessage): Refusal | null {
    if (!isOwnHost(request.rawHeaders, port)) return refusals.host;
    if (!isOwnOrigin(request.rawHeaders, port)) return refusals.origin;
    if (request.url !== wirePath) return refusals.path;
    if (sockets.clients.size >= maxSockets) return refusals.tooMany;
    return null;
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const refused = refusal(request);
    if (refused !== null) return refuse(socket, refused);
    const window = sessions.find(sessionCookie(request.rawHeaders, port), windowToken(request));
    if (window === null) return refuse(socket, refusals.stranger);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      options.onSocket(opened, window.windowId);
    });
  }

  function refuse(socket: Duplex, { status, why }: Refusal): void {
    log.warn({ status, why }, 'WebSocket refused');
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }

  server.on('upgrade', upgrade);
  return {
    close() {
      server.off('upgrade', upgrade);
      for (const socket of sockets.clients) socket.close(1001, 'The desk is stopping.');
      sockets.close();
    },
  };
}

interface Refusal {
  status: string;
  why: string;
}

const refusals = {
  host: { status: '403 Forbidden', why: 'foreign Host' },
  origin: { status: '403 Forbidden', why: 'foreign Origin' },
  path: { status: '404 Not Found', why: 'unknown path' },
  tooMany: { status: '503 Service Unavailable', why: 'too many sockets' },
  stranger: { status: '401 Unauthorized', why: 'unknown window' },
} as const satisfies Record<string, Refusal>;

function windowToken(request: IncomingMessage): string | null {
  const offered = onlyHeader(request.rawHeaders, 'sec-websocket-protocol');
  const [protocol, token, ...more] = offered?.split(',').map((each) => each.trim()) ?? [];
  if (protocol !== wireProtocol || more.length > 0) return null;
  return token?.startsWith(tokenProtocolPrefix) ? token.slice(tokenProtocolPrefix.length) : null;
}
