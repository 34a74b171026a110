import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';

import type { SecretSource } from '#shared/domain/ports.ts';

import { StartRefused } from '../../desk/start-refused.ts';

const tokenBytes = 32;
const tokenForm = /^[\w-]{43}$/;
const maxFileBytes = 100;
/** Read and write for the person of the desk, nothing for anyone else. */
const ownerOnly = 0o600;

/** Where the token of `/metrics` is kept; a scraper is told this path, never the token itself. */
export function metricsTokenFile(dataDir: string): string {
  return join(dataDir, 'metrics-token');
}

/**
 * The token that opens `/metrics`: 256 bits in base64url, made at the first start and kept in the data folder.
 * Throws StartRefused when the file is not a token that this person alone can read: a token that others may have read
 * is none.
 */
export function readMetricsToken(dataDir: string, secrets: SecretSource): string {
  const file = metricsTokenFile(dataDir);
  try {
    return keptToken(file) ?? newToken(file, secrets);
  } catch (error) {
    if (error instanceof StartRefused) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw unusable(file, `cannot be read or made: ${why}`);
  }
}

function newToken(file: string, secrets: SecretSource): string {
  const token = Buffer.from(secrets.bytes(tokenBytes)).toString('base64url');
  // No line feed behind it: a scraper sends the file as it is.
  writeFileSync(file, token, { flag: 'wx', mode: ownerOnly });
  return token;
}

/** Null when there is no file yet. */
function keptToken(file: string): string | null {
  const descriptor = openToRead(file);
  if (descriptor === null) return null;
  try {
    const problem = problemOf(fstatSync(descriptor));
    if (problem !== null) throw unusable(file, problem);
    const token = readFileSync(descriptor, 'utf8').trim();
    if (!tokenForm.test(token)) throw unusable(file, 'holds no token');
    return token;
  } finally {
    closeSync(descriptor);
  }
}

function openToRead(file: string): number | null {
  // Windows has neither flag and reads them as 0; elsewhere a link leads out of the folder and a pipe would never open.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  try {
    return openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function problemOf(stats: Stats): string | null {
  if (!stats.isFile()) return 'is no file';
  if (stats.size > maxFileBytes) return 'holds no token';
  // Windows keeps who may read a file elsewhere: the data folder is the person's own there.
  if (process.platform === 'win32') return null;
  return (stats.mode & 0o077) === 0 ? null : 'can be read or changed by others';
}

function unusable(file: string, why: string): StartRefused {
  return new StartRefused(
    `The token for metrics in ${file} ${why}.`,
    'Delete the file: the desk makes a new one when it starts. The journal is not touched by that.',
  );
}
