import { serveWire } from '#shared/contract/serve.ts';
import type { DeskService, WindowCaller } from '#shared/contract/service.ts';
import type { Clock, IdSource, SecretSource } from '#shared/domain/ports.ts';

import { openRendererFiles } from '../renderer-files.ts';
import type { Log } from '../../desk/log.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';
import { loopbackHost, originAt } from './loopback-address.ts';
import { createMetricsGate } from './metrics-gate.ts';
import { createSessions } from './sessions.ts';
import { socketWire } from './socket-wire.ts';
import { acceptWires } from './wire-upgrade.ts';

export interface BrowserShellOptions {
  service: DeskService;
  /** The person behind a window. */
  caller(windowId: string): WindowCaller;
  /** The built renderer, `out/renderer`. */
  rendererDir: string;
  /** The port to listen on if it is free; 0 for any. */
  port: number;
  metrics: {
    /** Opens `/metrics`, and nothing else. */
    token: string;
    /** The desk's figures in Prometheus's text format. */
    text: () => string;
  };
  clock: Clock;
  ids: IdSource;
  secrets: SecretSource;
  log: Log;
}

export interface BrowserShell {
  /** Without an invitation: for a window that was let in before. */
  url: string;
  /** A URL that lets one window in, once, within ten minutes. Whoever has it has the desk: show it to nobody else. */
  invitation(): string;
  port: number;
  /** Differs from `port` when that one was in use. */
  portWanted: number;
  close(): Promise<void>;
}

/**
 * Serves the console on 127.0.0.1 to windows that were invited. The rules (Host, Origin, tokens, types, sizes) are
 * explained in docs/decisions/browser-shell.md.
 * Throws StartRefused when there is no built console.
 */
export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const { service, clock, ids, secrets, log } = options;
  const files = await openRendererFiles(options.rendererDir);
  const sessions = createSessions({ clock, ids, secrets });
  const metricsGate = createMetricsGate(options.metrics.token, clock);
  const metricsText = options.metrics.text;
  const invite = (port: number): string => `${originAt(port)}/#${sessions.invite()}`;

  async function listen(wanted: number): Promise<{ server: HttpServer; port: number }> {
    const server = createHttpServer({
      files,
      sessions,
      secrets,
      metricsGate,
      metricsText,
      invite,
      log,
    });
    try {
      return { server, port: await server.listen(wanted) };
    } catch (error) {
      await server.close();
      if (wanted === 0 || !isPortTrouble(error)) throw error;
      return listen(0);
    }
  }

  const { server, port } = await listen(options.port);
  const wires = acceptWires(server.upgrades, {
    port,
    sessions,
    log,
    onSocket(socket, windowId) {
      serveWire(socketWire(socket), service, options.caller(windowId), {
        clock,
        ids,
        onFault: ({ id, where, error }) => log.error({ id, where, err: error }, 'desk fault'),
        onProtocolError: (reason) => log.warn({ windowId, reason }, 'window broke the contract'),
      });
    },
  });
  if (options.port !== 0 && port !== options.port) {
    log.warn(
      { portWanted: options.port, port, host: loopbackHost },
      'port is in use, took another',
    );
  }
  return {
    url: `${originAt(port)}/`,
    invitation: () => invite(port),
    port,
    portWanted: options.port,
    async close() {
      wires.close();
      await server.close();
    },
  };
}

function isPortTrouble(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  );
}
