import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { StartRefused } from '../desk/start-refused.ts';
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

/**
 * Serves a closed list: the files that are in the folder now, under the one spelling their path has. A target is
 * looked up, not resolved, so no spelling of `..` leads out; links and files of unknown kind are not on the list.
 * Throws StartRefused when there is no built console.
 */
export async function openRendererFiles(rendererDir: string): Promise<RendererFiles> {
  const files = new Map<string, ListedFile>();
  await listFiles(rendererDir, '', files).catch((error: unknown) => {
    throw missing(rendererDir, error);
  });
  const page = files.get('/index.html');
  if (page === undefined) throw missing(rendererDir, null);
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

interface ListedFile {
  path: string;
  contentType: string;
}

/** Puts the files of a folder on the list, by hand: an Electron archive does not list folders within folders. */
async function listFiles(
  folder: string,
  target: string,
  files: Map<string, ListedFile>,
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const contentType = contentTypes[extname(entry.name)];
    if (entry.isDirectory()) await listFiles(path, `${target}/${entry.name}`, files);
    else if (entry.isFile() && contentType !== undefined) {
      files.set(`${target}/${entry.name}`, { path, contentType });
    }
  }
}

function missing(rendererDir: string, cause: unknown): StartRefused {
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return new StartRefused(
    `There is no built console in ${rendererDir}${why}.`,
    'Run npm start, which builds it.',
  );
}
