import type { Server } from 'node:http';

import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { ContractErrorBody } from '#shared/contract/error.ts';
import type { SecretSource } from '#shared/domain/ports.ts';

import { newNonce, pageHeaders } from '../page-policy.ts';
import type { RendererFiles } from '../renderer-files.ts';
import type { Log } from '../../desk/log.ts';
import { expositionContentType } from '../../desk/exposition.ts';
import { isOwnHost, isOwnOrigin, loopbackHost, onlyHeader, originAt } from './loopback-address.ts';
import type { MetricsGate } from './metrics-gate.ts';
import { sessionCookie, setSessionCookie } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

/** The header that carries a window's token on every request but the first. */
export const windowTokenHeader = 'x-deskcheck-window';

const metricsPath = '/metrics';

const maxBodyBytes = 4096;
const maxHeaderBytes = 16_384;
const requestTimeoutMs = 10_000;

export interface HttpServerOptions {
  files: RendererFiles;
  sessions: Sessions;
  secrets: SecretSource;
  metricsGate: MetricsGate;
  /** The desk's figures in Prometheus's text format. */
  metricsText: () => string;
  /** A URL with a new invitation. */
  invite(port: number): string;
  log: Log;
}

export interface HttpServer {
  /** Where upgrades to a WebSocket are asked for. */
  upgrades: Server;
  /** Resolves with the port; rejects when it cannot be had. */
  listen(port: number): Promise<number>;
  close(): Promise<void>;
}

const refusals = {
  host: {
    status: 403,
    code: 'not-allowed',
    message: 'This address is not the desk’s.',
    advice: 'Open the address that the desk printed, with 127.0.0.1 and its port.',
  },
  origin: {
    status: 403,
    code: 'not-allowed',
    message: 'Only the desk’s own page may do this.',
    advice: 'Open the address that the desk printed.',
  },
  method: {
    status: 405,
    code: 'bad-input',
    message: 'The desk does not take this method.',
    advice: '',
  },
  contentType: {
    status: 415,
    code: 'bad-input',
    message: 'The desk takes application/json only.',
    advice: '',
  },
  stranger: {
    status: 401,
    code: 'not-allowed',
    message: 'This window has not been let in.',
    advice:
      'Ask the desk for a new link: open it from a window that is in, or start the desk again.',
  },
  invitation: {
    status: 401,
    code: 'not-allowed',
    message: 'This link has been used or is too old.',
    advice:
      'Ask the desk for a new link: open it from a window that is in, or start the desk again.',
  },
  guesses: {
    status: 429,
    code: 'not-allowed',
    message: 'Too many wrong links were tried.',
    advice: 'Wait a minute and open the link again.',
  },
  scraper: {
    status: 401,
    code: 'not-allowed',
    message: 'Metrics are for whoever has their token.',
    advice: 'Send the token of the data folder as a bearer token; docs/metrics.md says how.',
  },
  scraperGuesses: {
    status: 429,
    code: 'not-allowed',
    message: 'Too many wrong tokens were sent.',
    advice: 'Wait a minute, and give the scraper the token of the data folder.',
  },
  badTarget: { status: 400, code: 'bad-input', message: 'The desk cannot read this.', advice: '' },
  notFound: { status: 404, code: 'not-found', message: 'There is nothing here.', advice: '' },
} as const satisfies Record<string, ContractErrorBody & { status: number }>;

const exchangeSchema = z.strictObject({ token: z.string().max(100) });
const nothingSchema = z.strictObject({});

/** The page, the three requests around it, and the metrics. Every rule is checked before a request is routed or its body read. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { files, sessions, secrets, log } = options;
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: true,
    exposeHeadRoutes: true,
    http: { maxHeaderSize: maxHeaderBytes },
    // A target that cannot be decoded never gets as far as the hooks.
    frameworkErrors(_error, _request, reply) {
      reply.headers(pageHeaders({ nonce: null, connect: [] }));
      refuse(reply, refusals.badTarget);
    },
  });
  let port = 0;

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(body.toString()));
    } catch {
      done(Object.assign(new Error('The body is not JSON.'), { statusCode: 400 }));
    }
  });

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(pageHeaders({ nonce: null, connect: [] }));
    const refused = refusalOf(request);
    if (refused === null) return done();
    log.warn({ status: refused.status, method: request.method, why: refused.message }, 'refused');
    refuse(reply, refused);
  });

  function refusalOf(request: FastifyRequest): (typeof refusals)[keyof typeof refusals] | null {
    const { rawHeaders, method } = request.raw;
    if (!isOwnHost(rawHeaders, port)) return refusals.host;
    if (method === 'GET' || method === 'HEAD') return null;
    if (method !== 'POST' || request.raw.url === metricsPath) return refusals.method;
    if (!isOwnOrigin(rawHeaders, port)) return refusals.origin;
    if (onlyHeader(rawHeaders, 'content-type') !== 'application/json') return refusals.contentType;
    return null;
  }

  app.get('/*', async (request, reply) => {
    const nonce = newNonce(secrets);
    const file = await files.read(request.raw.url ?? '', nonce);
    if (file === null) return refuse(reply, refusals.notFound);
    if (file.isPage) {
      // Not every browser takes 'self' to cover the page's own WebSocket, so it is named.
      const connect = ["'self'", `ws://${loopbackHost}:${port}`];
      reply.headers(pageHeaders({ nonce, connect }));
    }
    return reply.type(file.contentType).send(file.body);
  });

  app.get(metricsPath, (request, reply) => {
    const access = options.metricsGate.access(request.raw.rawHeaders);
    if (access === 'granted') return reply.type(expositionContentType).send(options.metricsText());
    const refused = access === 'refused' ? refusals.scraper : refusals.scraperGuesses;
    log.warn({ status: refused.status }, 'metrics refused');
    if (access === 'refused') reply.header('www-authenticate', 'Bearer');
    return refuse(reply, refused);
  });

  app.post('/session', (request, reply) => {
    const body = exchangeSchema.safeParse(request.body);
    if (!body.success) return refuse(reply, { ...refusals.invitation, status: 400 });
    const cookie = sessionCookie(request.raw.rawHeaders, port);
    const exchange = sessions.exchange(body.data.token, cookie);
    if (exchange.outcome === 'too-many-guesses') return refuse(reply, refusals.guesses);
    if (exchange.outcome === 'refused') {
      log.warn({}, 'wrong, used or expired invitation');
      return refuse(reply, refusals.invitation);
    }
    return reply
      .header('set-cookie', setSessionCookie(port, exchange.sessionToken))
      .send({ windowToken: exchange.windowToken });
  });

  /** Tells a window whether it is still let in; a browser does not say why its WebSocket was refused. */
  app.post('/window', (request, reply) => admitted(request, reply, () => reply.send({})));

  app.post('/invitation', (request, reply) =>
    admitted(request, reply, () => reply.send({ url: options.invite(port) })),
  );

  function admitted(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: () => FastifyReply,
  ): FastifyReply {
    const { rawHeaders } = request.raw;
    const window = sessions.find(
      sessionCookie(rawHeaders, port),
      onlyHeader(rawHeaders, windowTokenHeader),
    );
    if (window === null) return refuse(reply, refusals.stranger);
    if (!nothingSchema.safeParse(request.body).success) {
      return refuse(reply, { ...refusals.contentType, status: 400, message: 'Send {}.' });
    }
    return answer();
  }

  app.setNotFoundHandler((_request, reply) => refuse(reply, refusals.notFound));
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    if (status >= 500) log.error({ err: error }, 'request failed');
    refuse(reply, {
      status,
      code: status >= 500 ? 'internal' : 'bad-input',
      message: status >= 500 ? 'The desk failed at this request.' : 'The desk cannot read this.',
      advice: '',
    });
  });

  return {
    upgrades: app.server,
    async listen(wanted) {
      const url = await app.listen({ host: loopbackHost, port: wanted });
      port = Number(new URL(url).port);
      if (url !== originAt(port)) throw new Error(`Listening at ${url}, not on loopback.`);
      return port;
    },
    close: () => app.close(),
  };
}

function refuse(
  reply: FastifyReply,
  refused: ContractErrorBody & { status: number },
): FastifyReply {
  const { status, ...error } = refused;
  return reply.code(status).send(error);
}

function statusOf(error: unknown): number {
  const status =
    error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : Number.NaN;
  return status >= 400 && status < 600 ? status : 500;
}
