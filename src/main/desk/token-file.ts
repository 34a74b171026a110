import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

/** The secrets of receivers, beside the journal and never in it. */
export interface ReceiverTokens {
  /** Null where there is none, or the file cannot be read: nothing is then sent in its place. */
  get(receiverId: string): string | null;
  /** Keeps a token, or with null lets go of it. Throws when the folder cannot be written. */
  set(receiverId: string, token: string | null): void;
}

const tokensSchema = z.record(z.string(), z.string());

/** Tokens in a file of the data folder that only its owner may read; written whole and synced. */
export function tokenFile(folder: string): ReceiverTokens {
  const path = join(folder, 'receiver-tokens.json');
  const read = (): Record<string, string> =>
    existsSync(path) ? tokensSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : {};
  return {
    get(receiverId) {
      try {
        return read()[receiverId] ?? null;
      } catch {
        // A broken file opens nothing: the runner says that the token is to be entered again.
        return null;
      }
    },
    set(receiverId, token) {
      let tokens: Record<string, string>;
      try {
        tokens = read();
      } catch {
        // What cannot be read cannot be kept; each receiver says so and is given its token anew.
        tokens = {};
      }
      const { [receiverId]: _before, ...others } = tokens;
      const next = token === null ? others : { ...others, [receiverId]: token };
      const file = openSync(`${path}.new`, 'w', 0o600);
      try {
        writeSync(file, JSON.stringify(next));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(`${path}.new`, path);
    },
  };
}
