import { protocol, type Protocol } from 'electron';

import type { SecretSource } from '#shared/domain/ports.ts';

import { newNonce, pageHeaders } from '../page-policy.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { appOrigin, appScheme } from './app-origin.ts';

/** Makes the page's scheme a proper origin with a secure context. Has to be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built renderer, and nothing else, at `app://deskcheck/`. */
export function serveApp(
  sessionProtocol: Protocol,
  files: RendererFiles,
  secrets: SecretSource,
): void {
  sessionProtocol.handle(appScheme, async ({ url, method }) => {
    const nonce = newNonce(secrets);
    const isOurs = url.startsWith(`${appOrigin}/`) && (method === 'GET' || method === 'HEAD');
    const file = isOurs ? await files.read(url.slice(appOrigin.length), nonce) : null;
    if (file === null) {
      const headers = pageHeaders({ nonce: null, connect: [] });
      return new Response(null, { status: 404, headers });
    }
    const headers = pageHeaders({ nonce: file.isPage ? nonce : null, connect: [] });
    return new Response(method === 'HEAD' ? null : new Uint8Array(file.body), {
      headers: { ...headers, 'content-type': file.contentType },
    });
  });
}
