import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

import { noncePlaceholder } from './page-policy.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export interface RendererFile {
  contentType: string;
  body: Buffer;
  /** Whether this is the page itself, which carries the nonce. */
  isPage: boolean;
}

export interface RendererFiles {
  /**
   * The file of a request target such as `/assets/index-4f2.js?x`, with the nonce put into the page; null when there
   * is none. The target is compared as it was sent, never decoded or resolved.
   */
  read(target: string, nonce: string): Promise<RendererFile | null>;
}

/** The built renderer is not where it should be. */
export class RendererMissing extends Error {
  override readonly name = 'RendererMissing';
}

/**
 * Serves a closed list: the files that are in the folder now, under the one spelling their path has. A target is
 * looked up, not resolved, so no spelling of `..` leads out; links and files of unknown kind are not on the list.
 */
export async function openRendererFiles(rendererDir: string): Promise<RendererFiles> {
  const files = new Map<string, { path: string; contentType: string }>();
  const entries = await readdir(rendererDir, { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  for (const entry of entries) {
    const contentType = contentTypes[extname(entry.name)];
    if (!entry.isFile() || contentType === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(rendererDir, path).split(sep).join('/')}`, { path, contentType });
  }
  const page = files.get('/index.html');
  if (page === undefined) {
    throw new RendererMissing(
      `There is no built console in ${rendererDir}. Build it with npm start, or npm run build.`,
    );
  }
  files.set('/', page);

  return {
    async read(target, nonce) {
      const queryAt = target.indexOf('?');
      const file = files.get(queryAt === -1 ? target : target.slice(0, queryAt));
      if (file === undefined) return null;
      const body = await readFile(file.path);
      if (file !== page) return { contentType: file.contentType, body, isPage: false };
      const withNonce = body.toString('utf8').replaceAll(noncePlaceholder, nonce);
      return { contentType: file.contentType, body: Buffer.from(withNonce), isPage: true };
    },
  };
}
