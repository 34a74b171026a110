import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import { ContractError } from '#shared/contract/error.ts';

import { credentialSchema, fingerprintOf, type Credential } from './credential.ts';

const fileSchema = z.strictObject({
  version: z.literal(1),
  credentials: z.array(credentialSchema),
});

/**
 * The credentials of a desk's people, in a file of its own beside the journal, readable by its owner alone. Which of
 * them counts is said by the fingerprint in the journal: one that was put here by hand opens nothing.
 */
export class CredentialsFile {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, 'credentials.json');
  }

  /** The credential of that fingerprint; null where the file has none. Throws a refusal where it cannot be read. */
  find(fingerprint: string): Credential | null {
    return this.#read().find((each) => fingerprintOf(each) === fingerprint) ?? null;
  }

  /** Keeps one more credential; it counts once its fingerprint is recorded. On disk when this returns. */
  add(credential: Credential): void {
    this.#write([...this.#read(), credential]);
  }

  /** Drops every credential but those of the fingerprints. */
  keepOnly(fingerprints: ReadonlySet<string>): void {
    const all = this.#read();
    const kept = all.filter((each) => fingerprints.has(fingerprintOf(each)));
    if (kept.length < all.length) this.#write(kept);
  }

  #read(): Credential[] {
    if (!existsSync(this.#path)) return [];
    try {
      return fileSchema.parse(JSON.parse(readFileSync(this.#path, 'utf8'))).credentials;
    } catch (error) {
      throw this.#refusal('read', error);
    }
  }

  /** Whole or not at all. */
  #write(credentials: readonly Credential[]): void {
    const text = `${JSON.stringify({ version: 1, credentials }, null, 2)}\n`;
    const temporary = `${this.#path}.new`;
    try {
      const file = openSync(temporary, 'w', 0o600);
      try {
        writeSync(file, text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, this.#path);
      const folder = openSync(dirname(this.#path), 'r');
      try {
        fsyncSync(folder);
      } finally {
        closeSync(folder);
      }
    } catch (error) {
      throw this.#refusal('written', error);
    }
  }

  #refusal(what: 'read' | 'written', error: unknown): ContractError {
    return new ContractError({
      code: 'conflict',
      message: `The credentials in ${this.#path} cannot be ${what}: ${error instanceof Error ? error.message : String(error)}`,
      advice: 'Restore the file from a backup.',
    });
  }
}
