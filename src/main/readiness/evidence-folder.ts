import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Evidence } from '#shared/domain/readiness.ts';

import type { EvidenceFile } from './check.ts';

/** Where the files lie that people attach to the checklist, beside the folders of the attempts. */
export const attachmentsFolder = 'checklist';

/** Where the evidence of every attempt of a desk lies, or of every load run. */
export class EvidenceFolders {
  readonly #root: string;

  /**
   * @param dataDir of one kind of gateway.
   * @param of what: `readiness` attempts, or `load` runs.
   */
  constructor(dataDir: string, of: 'readiness' | 'load' = 'readiness') {
    this.#root = join(dataDir, of);
  }

  folderOf(attemptId: string): string {
    return join(this.#root, attemptId);
  }

  /** Writes a file once, synced, before its hash goes on record. A second of the same name has a number of its own. */
  keep(attemptId: string, checkId: string, { name, title, contents }: EvidenceFile): Evidence {
    const folder = this.folderOf(attemptId);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const bytes = typeof contents === 'string' ? Buffer.from(contents) : Buffer.from(contents);
    const file = writeNew(folder, `${checkId}.${name}`, bytes);
    return { file, title, sha256: sha256(bytes), bytes: bytes.length };
  }

  /** A kept file as text; null where it is not there. */
  textOf(attemptId: string, file: string): string | null {
    try {
      return readFileSync(join(this.folderOf(attemptId), file), 'utf8');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      return null;
    }
  }

  /** What is wrong with a kept file, in a sentence; null where it is as it was recorded. */
  problemOf(attemptId: string, { file, sha256: recorded }: Evidence): string | null {
    let bytes: Buffer;
    try {
      bytes = readFileSync(join(this.folderOf(attemptId), file));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      return `${file} cannot be read: ${error.message}`;
    }
    return sha256(bytes) === recorded ? null : `${file} is not what was recorded.`;
  }
}

function writeNew(folder: string, name: string, bytes: Buffer): string {
  for (let nth = 1; ; nth += 1) {
    const file = nth === 1 ? name : name.replace(/(\.[^.]+)?$/, `-${nth}$1`);
    try {
      const descriptor = openSync(join(folder, file), 'wx', 0o600);
      try {
        writeFileSync(descriptor, bytes);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      return file;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

/** Lower-case hex. */
export function sha256(contents: Buffer | string): string {
  return createHash('sha256').update(contents).digest('hex');
}
